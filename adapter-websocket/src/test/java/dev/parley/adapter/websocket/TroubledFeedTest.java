package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.SessionView;
import dev.parley.application.usecase.Repeating;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When events can't be read for a while. */
class TroubledFeedTest {

    private final AtomicBoolean storeIsAway = new AtomicBoolean();
    private final AtomicBoolean engineIsGone = new AtomicBoolean();
    private final ManualTime time = new ManualTime();

    private WebSocketAdapter.Ports troubled(WebSocketAdapter.Ports ports) {
        return new WebSocketAdapter.Ports(
                ports.authentication(),
                (caller, session, onChange) -> switch (ports.followSession().follow(caller, session, onChange)) {
                    case FollowSession.Outcome.Following(var feed) ->
                        new FollowSession.Outcome.Following(new TroubledFeed(feed));
                    case FollowSession.Outcome.Refused refused -> refused;
                },
                ports.sendMessage(),
                ports.cancelReply(),
                ports.markRead());
    }

    @Test
    void the_client_is_told_once_and_gets_everything_when_it_is_over() throws Exception {
        try (TestServer server = TestServer.start(WebSocketConfig.STANDARD, time, this::troubled)) {
            SessionId session = server.session("ada");
            try (ChatClient client = server.connect("ada", session, "?after_seq=1")) {
                client.next("resumed");
                storeIsAway.set(true);
                server.engine().send(Principal.user("ada"), session, "one");
                assertThat(client.next("error").path("error_code").asText()).isEqualTo("HISTORY_UNAVAILABLE");
                time.pass(Duration.ofSeconds(2));
                server.engine().send(Principal.user("ada"), session, "two");
                storeIsAway.set(false);
                // The writer may be about to rest once more, from whatever time it is then.
                var passes = new AtomicInteger();
                Repeating passing = Repeating.start("time", Duration.ofMillis(50), () -> passSome(passes));
                try {
                    assertThat(client.next("message").path("seq").asLong()).isEqualTo(2);
                    assertThat(client.await("message").path("seq").asLong()).isEqualTo(3);
                } finally {
                    passing.close();
                }
            }
        }
    }

    /** Too little for a heartbeat in all. */
    private void passSome(AtomicInteger passes) {
        if (passes.incrementAndGet() <= 10) {
            time.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void when_the_engine_is_gone_the_connection_goes_too() throws Exception {
        try (TestServer server = TestServer.start(WebSocketConfig.STANDARD, time, this::troubled)) {
            SessionId session = server.session("ada");
            try (ChatClient client = server.connect("ada", session, "?after_seq=1")) {
                client.next("resumed");
                engineIsGone.set(true);
                server.engine().send(Principal.user("ada"), session, "one");

                assertThat(client.socket().readCloseCode()).isEqualTo(1001);
            }
        }
    }

    private final class TroubledFeed implements Feed {

        private final Feed feed;

        TroubledFeed(Feed feed) {
            this.feed = feed;
        }

        @Override
        public @Nullable FeedItem poll() {
            if (engineIsGone.get()) {
                throw new IllegalStateException("the feed is closed");
            }
            if (storeIsAway.get()) {
                throw new UnsupportedOperationException("the store is away");
            }
            return feed.poll();
        }

        @Override
        public SessionView opened() {
            return feed.opened();
        }

        @Override
        public void resume(Resume from) {
            feed.resume(from);
        }

        @Override
        public @Nullable FeedItem next(Duration atMost) {
            throw new AssertionError("nobody waits here");
        }

        @Override
        public Seq lastSeq() {
            return feed.lastSeq();
        }

        @Override
        public void typing(boolean isTyping) {
            feed.typing(isTyping);
        }

        @Override
        public void close() {
            feed.close();
        }
    }
}
