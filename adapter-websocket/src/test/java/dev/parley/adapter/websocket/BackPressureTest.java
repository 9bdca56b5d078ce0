package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.in.MarkRead;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client that sends faster than its frames can be handled is slowed down, not thrown out. */
class BackPressureTest {

    private static final int FRAMES = 2_000;
    private static final int READ_AT_ONCE = 4 * 1024 * 1024;

    private final CountDownLatch storeIsBack = new CountDownLatch(1);

    @Test
    void nothing_more_is_read_while_too_much_waits_and_nothing_is_lost() throws Exception {
        var flood = new WebSocketConfig.Flood(20, 10 * FRAMES, 200, Duration.ofSeconds(10));
        try (TestServer server = TestServer.start(
                        WebSocketConfig.STANDARD.withFlood(flood),
                        System::nanoTime,
                        ports -> new WebSocketAdapter.Ports(
                                ports.authentication(),
                                ports.followSession(),
                                ports.sendMessage(),
                                ports.cancelReply(),
                                new WaitingStore()));
                ChatClient client = server.connect("ada", server.session("ada"));
                ChatClient other = server.connect("bob", server.session("bob"))) {
            var sent = CompletableFuture.runAsync(() -> sendAll(client));
            long full = WebSocketConfig.Sizes.STANDARD.inbox();
            await().untilAsserted(
                            () -> assertThat(server.adapter().waitingBytes()).isGreaterThan(full));
            other.send("ping", Map.of());
            other.next("pong");

            assertThat(server.adapter().waitingBytes()).isLessThan(full + READ_AT_ONCE);
            assertThat(sent).isNotDone();
            storeIsBack.countDown();
            for (int i = 0; i < FRAMES; i++) {
                assertThat(client.next("receipt").path("read_up_to").asLong()).isEqualTo(i);
            }
            sent.get(20, TimeUnit.SECONDS);
        }
    }

    private static void sendAll(ChatClient client) {
        try {
            for (int i = 0; i < FRAMES; i++) {
                client.send("read", Map.of("up_to_position", i, "padding", "x".repeat(20_000)));
            }
        } catch (IOException e) {
            throw new AssertionError("not all could be sent", e);
        }
    }

    /** Answers nothing before it is back. */
    private final class WaitingStore implements MarkRead {

        @Override
        public Outcome delivered(Principal caller, SessionId session, long upToPosition) {
            throw new AssertionError("nobody asked for this");
        }

        @Override
        public Outcome read(Principal caller, SessionId session, long upToPosition) {
            try {
                if (!storeIsBack.await(60, TimeUnit.SECONDS)) {
                    throw new AssertionError("the store never came back");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Outcome.Moved(upToPosition, upToPosition);
        }
    }
}
