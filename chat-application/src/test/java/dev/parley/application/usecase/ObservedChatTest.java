package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.answeredBy;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.application.ChatEngine;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.ChatObserver;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an observer hears of messages and replies, and when. */
class ObservedChatTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Heard heard = new Heard();
    private final HandModel model = new HandModel();
    private final ChatEngine engine = answeredBy(model).observer(heard).start();
    private SessionId session;
    private Feed feed;

    @BeforeEach
    void open() {
        session = engine.createSession(ADA);
        feed = engine.follow(ADA, session);
    }

    @AfterEach
    void close() {
        feed.close();
        engine.close();
    }

    @Test
    void a_reply_is_told_with_its_length_and_times() throws InterruptedException {
        engine.send(ADA, session, "Hello");
        model.asked().say("Good ", "day").end();
        untilEnded(feed);

        Heard.Ended ended = heard.ended();
        assertThat(ended.ending()).isInstanceOf(ReplyEnding.Completed.class);
        assertThat(ended.characters()).isEqualTo(8);
        assertThat(ended.firstText()).isNotNull().isLessThanOrEqualTo(ended.whole());
        assertThat(heard.attempts).containsExactly(1);
        assertThat(heard.accepted).containsExactly("STORE 5");
    }

    @Test
    void a_message_that_came_again_is_known_and_a_refused_one_is_none() throws InterruptedException {
        var command = new SendMessage.Command(ADA, session, "Hello", "c-1", null);
        engine.useCases().sendMessage().send(command);
        engine.useCases().sendMessage().send(command);
        assertThatExceptionOfType(ChatEngine.RefusedException.class).isThrownBy(() -> engine.send(ADA, session, " "));
        model.asked().end();
        untilEnded(feed);

        assertThat(heard.accepted).containsExactly("STORE 5", "KNOWN 5");
    }

    @Test
    void where_no_text_came_there_is_no_time_to_it() throws InterruptedException {
        engine.send(ADA, session, "Hello");
        model.asked().give(new ReplyChunk.Failed(ModelFailure.of(ModelFailure.Kind.OVERLOADED, "too many")));
        untilEnded(feed);

        Heard.Ended ended = heard.ended();
        assertThat(ended.ending())
                .isInstanceOfSatisfying(
                        ReplyEnding.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.AI_OVERLOADED));
        assertThat(ended.firstText()).isNull();
        assertThat(ended.characters()).isZero();
    }

    @Test
    void a_stopped_reply_is_told_as_that() throws InterruptedException {
        SendMessage.Receipt receipt = engine.send(ADA, session, "Hello");
        model.asked();
        engine.useCases().cancelReply().cancel(ADA, session, receipt.replyId());
        untilEnded(feed);

        assertThat(heard.ended().ending()).isEqualTo(new ReplyEnding.Cancelled());
    }

    @Test
    void an_attempt_that_is_given_up_is_no_end() throws InterruptedException {
        engine.send(ADA, session, "Hello");
        model.asked();

        engine.close();

        await().atMost(LONG).until(() -> heard.handedBack.size() == 1);
        assertThat(heard.endings).isEmpty();
    }

    private static final class Heard implements ChatObserver {

        private final List<String> accepted = new CopyOnWriteArrayList<>();
        private final List<Integer> attempts = new CopyOnWriteArrayList<>();
        private final List<Ended> endings = new CopyOnWriteArrayList<>();
        private final List<String> handedBack = new CopyOnWriteArrayList<>();

        record Ended(
                ReplyEnding ending,
                int characters,
                @Nullable Duration firstText,
                Duration whole) {}

        /** It is told after people are. */
        Ended ended() {
            await().atMost(LONG).until(() -> endings.size() == 1);
            return endings.getFirst();
        }

        @Override
        public void messageAccepted(Durability durability, int characters) {
            accepted.add(durability + " " + characters);
        }

        @Override
        public void replyBegan(int attempt, Duration waited) {
            assertThat(waited.isNegative()).isFalse();
            attempts.add(attempt);
        }

        @Override
        public void replyEnded(ReplyEnding ending, int characters, @Nullable Duration firstText, Duration whole) {
            endings.add(new Ended(ending, characters, firstText, whole));
        }

        @Override
        public void replyHandedBack() {
            handedBack.add("once");
        }
    }
}
