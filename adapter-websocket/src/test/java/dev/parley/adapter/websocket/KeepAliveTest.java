package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.in.Principal;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final ManualTime time = new ManualTime();
    private TestServer server;
    private SessionId session;

    @BeforeEach
    void start() {
        server = TestServer.start(WebSocketConfig.STANDARD, time);
        session = server.session("ada");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void silence_is_broken_by_a_heartbeat_and_a_ping() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            time.pass(HEARTBEAT);

            assertThat(client.next("heartbeat").path("last_seq").asLong()).isEqualTo(1);
            time.pass(HEARTBEAT);
            client.socket().readUntil(RawSocket.PING);
        }
    }

    @Test
    void a_heartbeat_tells_of_the_last_event() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello");
            client.await("ai_started");
            time.pass(HEARTBEAT);

            assertThat(client.await("heartbeat").path("last_seq").asLong()).isEqualTo(2);
        }
    }

    @Test
    void there_is_no_heartbeat_while_there_is_something_to_say() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.send("ping", Map.of());
            client.next("pong");
            for (int i = 0; i < 4; i++) {
                time.pass(HEARTBEAT.dividedBy(2));
                client.send("ping", Map.of());
                client.next("pong");
            }
        }
    }

    @Test
    void a_client_that_only_answers_pings_stays() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            for (int i = 0; i < 6; i++) {
                time.pass(HEARTBEAT);
                RawSocket.Frame ping = client.socket().readUntil(RawSocket.PING);
                client.socket().sendFrame(RawSocket.LAST | RawSocket.PONG, new byte[0]);
                assertThat(ping.text()).isEmpty();
                pongIsHeard(client);
            }

            client.send("ping", Map.of());
            client.await("pong");
        }
    }

    /** A protocol ping of ours comes back after our pong was read. */
    private static void pongIsHeard(ChatClient client) throws Exception {
        client.socket().sendFrame(RawSocket.LAST | RawSocket.PING, new byte[] {1});
        client.socket().readUntil(RawSocket.PONG);
    }

    @Test
    void a_client_that_gives_no_sign_of_life_is_cut_off() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            time.pass(Duration.ofSeconds(46));

            assertThat(client.socket().readToEnd()).isTrue();
            await().untilAsserted(
                            () -> assertThat(server.adapter().connections()).isZero());
        }
    }

    @Test
    void a_stream_does_not_hide_that_nobody_reads() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello");
            client.next("message_accepted");
            HandModel.Talk talk = server.model().asked();
            for (int i = 0; i < 5; i++) {
                talk.say("still talking ");
                client.await("ai_chunk");
                time.pass(Duration.ofSeconds(10));
            }

            assertThat(client.socket().readToEnd()).isTrue();
        }
    }

    @Test
    void what_a_gone_client_held_is_given_back() throws Exception {
        int followed = server.engine().useCases().followedSessions();
        ChatClient client = server.connect("ada", session);
        assertThat(server.engine().useCases().followedSessions()).isEqualTo(followed + 1);
        client.close();

        await().untilAsserted(() -> {
            assertThat(server.adapter().connections()).isZero();
            assertThat(server.engine().useCases().followedSessions()).isEqualTo(followed);
        });
        server.engine().send(Principal.user("ada"), session, "nobody listens");
    }

    @Test
    void a_client_that_stops_sending_but_reads_is_told_the_end() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.socket().endOutput();

            assertThat(client.socket().readToEnd()).isTrue();
            await().untilAsserted(
                            () -> assertThat(server.adapter().connections()).isZero());
        }
    }
}
