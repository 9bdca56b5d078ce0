package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestServer server;
    private SessionId session;

    @BeforeEach
    void start() {
        server = TestServer.start();
        session = server.session("ada");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everybody_is_asked_to_come_back_spread_over_a_while() throws Exception {
        List<ChatClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(server.connect("ada", session));
        }
        var drained = CompletableFuture.supplyAsync(this::drain);
        Set<Long> waits = new HashSet<>();
        for (ChatClient client : clients) {
            JsonNode draining = client.next("draining");
            waits.add(draining.path("reconnect_after_ms").asLong(-1));
            assertThat(client.socket().readCloseCode()).isEqualTo(1012);
            client.socket().sendClose(1000);
            client.close();
        }

        assertThat(waits)
                .allSatisfy(wait -> assertThat(wait).isBetween(0L, 5_000L))
                .hasSizeGreaterThan(1);
        assertThat(drained.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private boolean drain() {
        try {
            return server.adapter().drain(PATIENCE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobody_comes_in_any_more() throws Exception {
        assertThat(server.adapter().drain(PATIENCE)).isTrue();

        try (RawSocket socket = server.socket()) {
            assertThat(socket.shake(TestServer.path(session), TestServer.bearer("ada"))
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    void who_never_answers_is_waited_for_no_longer_than_told() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            assertThat(server.adapter().drain(Duration.ofMillis(1))).isFalse();

            assertThat(client.await("draining").path("session_id").asText()).isEqualTo(session.toString());
        }
    }

    @Test
    void answers_that_wait_go_out_before_the_end() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello", "c-1");
            client.next("message_accepted");
            var drained = CompletableFuture.supplyAsync(this::drain);
            client.await("draining");
            assertThat(client.socket().readCloseCode()).isEqualTo(1012);
            client.socket().sendClose(1000);

            assertThat(drained.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_stop_closes_with_1001_and_leaves_nothing() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            var closed = CompletableFuture.runAsync(() -> server.adapter().close());
            assertThat(client.socket().readCloseCode()).isEqualTo(1001);
            client.socket().sendClose(1001);
            closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(client.socket().isAtEnd()).isTrue();
            await().untilAsserted(
                            () -> assertThat(server.adapter().connections()).isZero());
            server.adapter().close();
        }
    }
}
