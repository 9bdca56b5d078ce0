package dev.parley.bootstrap.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.DemoLanguageModel;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.FollowSession.Outcome;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.domain.session.SessionId;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real engine tells a reader, traced. */
class TracedFeedTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Principal ADA = Principal.user("ada");

    private final EndedSpans ended = new EndedSpans();
    private final ChatEngine engine = ChatEngine.builder()
            .model("demo", new DemoLanguageModel(InstantSource.system(), 200))
            .start();
    private SessionId session;

    @BeforeEach
    void createSession() {
        session = engine.createSession(ADA);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Feed feed(double ratio) {
        var following = new TracedFollowing(engine.useCases().followSession(), ended.spans(ratio));
        return ((Outcome.Following) following.follow(ADA, session, () -> {})).feed();
    }

    /** Those whose reader was told that the reply is complete. */
    private List<SpanData> complete() {
        return ended.all().stream()
                .filter(span -> "complete".equals(span.getAttributes().get(Names.ENDING)))
                .toList();
    }

    /** Reads until there is an item of a kind; gives the characters of all pieces of the last attempt that came before. */
    private static int readUntil(Feed feed, Class<? extends FeedItem> kind) throws InterruptedException {
        int characters = 0;
        long until = System.nanoTime() + LONG.toNanos();
        FeedItem item = feed.next(LONG);
        while (!kind.isInstance(item) && System.nanoTime() < until) {
            if (item instanceof FeedItem.ReplyStarted) {
                characters = 0;
            } else if (item instanceof FeedItem.ReplyPiece piece) {
                characters += piece.text().length();
            }
            item = feed.next(LONG);
        }
        assertThat(item).isInstanceOf(kind);
        return characters;
    }

    @Test
    void a_reply_is_a_span_that_ends_when_the_reader_goes_on() throws Exception {
        try (Feed feed = feed(1)) {
            SendMessage.Receipt receipt = engine.send(ADA, session, "count to 20");

            int characters = readUntil(feed, FeedItem.ReplyEnded.class);
            assertThat(complete()).isEmpty();
            feed.poll();

            assertThat(complete()).singleElement().satisfies(span -> {
                assertThat(span.getName()).isEqualTo("reply deliver");
                var root = Questions.root(receipt.messageId());
                assertThat(span.getTraceId()).isEqualTo(root.getTraceId());
                assertThat(span.getParentSpanId()).isEqualTo(root.getSpanId());
                assertThat(span.getAttributes().get(Names.REPLY))
                        .isEqualTo(receipt.replyId().toString());
                assertThat(span.getAttributes().get(Names.ATTEMPT)).isPositive();
                assertThat(span.getAttributes().get(Names.DELIVERED_PIECES)).isPositive();
                assertThat(span.getAttributes().get(Names.DELIVERED_CHARACTERS)).isEqualTo((long) characters);
            });
        }
        assertThat(complete()).hasSize(1);
    }

    @Test
    void each_reader_has_its_own_and_who_leaves_has_no_ending() throws Exception {
        try (Feed whole = feed(1)) {
            try (Feed part = feed(1)) {
                engine.send(ADA, session, "count to 60");
                readUntil(part, FeedItem.ReplyPiece.class);
            }
            assertThat(ended.all()).isNotEmpty();
            assertThat(complete()).isEmpty();

            readUntil(whole, FeedItem.ReplyEnded.class);
        }
        assertThat(complete()).hasSize(1);
    }

    @Test
    void what_is_not_traced_leaves_nothing() throws Exception {
        try (Feed feed = feed(0)) {
            engine.send(ADA, session, "count to 20");
            readUntil(feed, FeedItem.ReplyEnded.class);
            feed.poll();
        }

        assertThat(ended.all()).isEmpty();
    }

    @Test
    void where_nobody_may_follow_there_is_nothing_to_trace() {
        var following = new TracedFollowing(engine.useCases().followSession(), ended.spans(1));

        assertThat(following.follow(ADA, new SessionId(new UUID(0, 1)), () -> {}))
                .isInstanceOf(Outcome.Refused.class);
    }
}
