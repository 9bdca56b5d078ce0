package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.until;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The beginning of a reply names the model that was asked for, its end the one that answered. */
class AnsweringModelTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void another_model_than_was_asked_for_is_told(boolean answers) throws InterruptedException {
        List<FeedItem> items = reply(Optional.of("stand-in"), answers);

        assertThat(started(items)).isEqualTo("asked-for");
        assertThat(ended(items)).isEqualTo("stand-in");
    }

    @Test
    void who_says_nothing_about_it_is_the_one_that_was_asked_for() throws InterruptedException {
        assertThat(ended(reply(Optional.empty(), true))).isEqualTo("asked-for");
    }

    private static List<FeedItem> reply(Optional<String> model, boolean answers) throws InterruptedException {
        var begun = new CountDownLatch(1);
        try (ChatEngine engine = ChatEngine.builder()
                .model("asked-for", prompt -> new Answering(model, answers, begun))
                .start()) {
            var session = engine.createSession(ADA);
            try (Feed feed = engine.follow(ADA, session)) {
                engine.send(ADA, session, "Hello");
                List<FeedItem> items = new ArrayList<>(until(feed, FeedItem.ReplyStarted.class::isInstance));
                begun.countDown();
                items.addAll(untilEnded(feed));
                return items;
            }
        }
    }

    private static String started(List<FeedItem> items) {
        return items.stream()
                .filter(FeedItem.ReplyStarted.class::isInstance)
                .map(item -> ((FeedItem.ReplyStarted) item).model())
                .findFirst()
                .orElseThrow();
    }

    private static String ended(List<FeedItem> items) {
        return ((FeedItem.ReplyEnded) items.getLast()).content().model();
    }

    private static final class Answering implements ReplyStream {

        private final Optional<String> model;
        private final boolean answers;
        private final CountDownLatch begun;
        private boolean said;

        Answering(Optional<String> model, boolean answers, CountDownLatch begun) {
            this.model = model;
            this.answers = answers;
            this.begun = begun;
        }

        @Override
        public ReplyChunk next() throws InterruptedException {
            if (!said) {
                said = true;
                begun.await();
                return new ReplyChunk.TextDelta("Hi");
            }
            return answers
                    ? new ReplyChunk.Completed(FinishReason.STOP, new TokenUsage(1, 1, false))
                    : new ReplyChunk.Cancelled();
        }

        @Override
        public Optional<String> model() {
            return model;
        }

        @Override
        public void close() {}
    }
}
