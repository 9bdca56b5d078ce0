package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A socket does not outlive what let it in, but may be given something fresh. */
class AuthenticationTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final BlockingQueue<Principal> speakers = new LinkedBlockingQueue<>();
    private TestServer server;
    private Badges badges;
    private SessionId session;

    @BeforeEach
    void start() {
        restart(WebSocketConfig.STANDARD.timing());
    }

    private void restart(WebSocketConfig.Timing timing) {
        stop();
        server = TestServer.start(WebSocketConfig.STANDARD.withTiming(timing), time, this::listeningIn);
        badges = server.badges();
        session = server.session("ada");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private WebSocketAdapter.Ports listeningIn(WebSocketAdapter.Ports ports) {
        SendMessage listening = new SendMessage() {
            @Override
            public Outcome send(Command command) {
                speakers.add(command.caller());
                return ports.sendMessage().send(command);
            }

            @Override
            public MessageId idOf(Principal caller, SessionId where, String clientMessageId) {
                return ports.sendMessage().idOf(caller, where, clientMessageId);
            }
        };
        return new WebSocketAdapter.Ports(
                ports.authentication(), ports.followSession(), listening, ports.cancelReply(), ports.markRead());
    }

    private static void assertAlive(ChatClient client) throws IOException {
        client.send("ping", Map.of());
        client.await("pong");
    }

    private void assertGone(ChatClient client) throws IOException {
        RawSocket.Frame close = client.socket().readUntil(RawSocket.CLOSE);
        assertThat(close.closeCode()).isEqualTo(4401);
        assertThat(close.closeReason()).isEqualTo("log in again");
    }

    private static JsonNode renew(ChatClient client, String token) throws IOException {
        client.send("authenticate", Map.of("token", token, "client_command_id", "k-1"));
        JsonNode answer = client.next();
        assertThat(answer.toString()).doesNotContain(token);
        assertThat(answer.path("client_command_id").asText()).isEqualTo("k-1");
        return answer;
    }

    private static Principal ada(TenantId tenant, Permission... permissions) {
        return new Principal(tenant, new UserId("ada"), "Ada L.", "en", Set.of(permissions));
    }

    @Test
    void a_token_that_runs_out_ends_the_socket() throws Exception {
        try (ChatClient client = server.connect(badges.token("ada", MINUTE), session)) {
            time.pass(LOOK);
            assertAlive(client);

            badges.pass(MINUTE);
            time.pass(LOOK);

            assertGone(client);
            client.socket().sendClose(1000);
            assertThat(client.socket().read()).isNull();
            await().untilAsserted(
                            () -> assertThat(server.adapter().connections()).isZero());
        }
    }

    @Test
    void a_login_that_ends_takes_its_sockets_with_it_and_no_others() throws Exception {
        String token = badges.token("ada", MINUTE);
        try (ChatClient one = server.connect(token, session);
                ChatClient two = server.connect(token, session);
                ChatClient other = server.connect(badges.token("ada", MINUTE), session)) {
            badges.end(token);
            time.pass(LOOK);

            assertGone(one);
            assertGone(two);
            assertAlive(other);
        }
    }

    @Test
    void a_socket_is_looked_at_once_a_second_and_not_at_every_tick() throws Exception {
        var usual = WebSocketConfig.STANDARD.timing();
        restart(new WebSocketConfig.Timing(
                Duration.ofMillis(100),
                usual.heartbeat(),
                usual.deadAfter(),
                usual.sendWithin(),
                usual.messageWithin(),
                usual.closeWithin(),
                usual.reconnectWithin()));
        try (ChatClient client = server.connect("ada", session)) {
            time.pass(LOOK);
            await().untilAsserted(() -> assertThat(badges.asked()).isEqualTo(1));
            try (ChatClient second = server.connect("ada", session)) {
                server.engine().send(Principal.user("ada"), session, "told after a tick and not before");
                time.pass(LOOK.dividedBy(2));
                second.next("message");
                client.await("message");

                assertThat(badges.asked()).isEqualTo(1);
            }
        }
    }

    @Test
    void what_is_said_between_the_end_and_the_next_look_is_refused() throws Exception {
        String token = badges.token("ada", MINUTE);
        try (ChatClient client = server.connect(token, session);
                ChatClient other = server.connect("ada", session)) {
            badges.end(token);
            for (int i = 1; i <= 5; i++) {
                client.say("too late", "m-" + i);
            }

            JsonNode error = client.next("error");
            assertThat(error.path("error_code").asText()).isEqualTo("UNAUTHORIZED");
            assertThat(error.path("client_message_id").asText()).isEqualTo("m-1");
            assertThat(client.socket().read().opcode()).isEqualTo(RawSocket.CLOSE);
            assertAlive(other);
            assertThat(speakers).isEmpty();
        }
    }

    @Test
    void a_fresh_token_in_time_keeps_the_socket_open() throws Exception {
        String old = badges.token("ada", MINUTE);
        try (ChatClient client = server.connect(old, session)) {
            JsonNode answer = renew(client, badges.token("ada", MINUTE.multipliedBy(3)));

            assertThat(answer.path("type").asText()).isEqualTo("authenticated");
            assertThat(answer.path("session_id").asText()).isEqualTo(session.toString());
            assertThat(answer.path("expires_at").asText()).isEqualTo("2024-01-01T12:03:00.000Z");
            badges.end(old);
            badges.pass(MINUTE.multipliedBy(2));
            time.pass(LOOK);
            assertAlive(client);
            badges.pass(MINUTE);
            time.pass(LOOK);
            assertGone(client);
        }
    }

    @Test
    void a_fresh_token_may_be_good_for_ever() throws Exception {
        try (ChatClient client = server.connect(badges.token("ada", MINUTE), session)) {
            JsonNode answer = renew(client, "ada");

            assertThat(answer.has("expires_at")).isTrue();
            assertThat(answer.path("expires_at").isNull()).isTrue();
        }
    }

    @Test
    void what_comes_after_a_fresh_token_is_said_with_its_rights() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            renew(client, badges.token(ada(TenantId.DEFAULT, Permission.CHAT, Permission.OWN_ACCOUNT), MINUTE));
            client.say("hello", "m-1");
            client.next("message_accepted");

            Principal speaker = speakers.remove();
            assertThat(speaker.name()).isEqualTo("Ada L.");
            assertThat(speaker.may(Permission.OWN_ACCOUNT)).isTrue();
        }
    }

    @Test
    void a_bad_token_changes_nothing() throws Exception {
        try (ChatClient client = server.connect(badges.token("ada", MINUTE), session)) {
            JsonNode answer = renew(client, Badges.BAD_TOKEN);

            assertThat(answer.path("type").asText()).isEqualTo("error");
            assertThat(answer.path("error_code").asText()).isEqualTo("UNAUTHORIZED");
            assertThat(answer.path("field").asText()).isEqualTo("token");
            assertAlive(client);
            badges.pass(MINUTE);
            time.pass(LOOK);
            assertGone(client);
        }
    }

    @ParameterizedTest
    @CsvSource({"default, eve, FORBIDDEN", "elsewhere, ada, UNAUTHORIZED"})
    void a_token_of_somebody_else_changes_nothing(String tenant, String user, String code) throws Exception {
        var other = new Principal(new TenantId(tenant), new UserId(user), "Other", "en", Set.of(Permission.values()));
        try (ChatClient client = server.connect("ada", session)) {
            JsonNode answer = renew(client, badges.token(other, MINUTE));

            assertThat(answer.path("type").asText()).isEqualTo("error");
            assertThat(answer.path("error_code").asText()).isEqualTo(code);
            client.say("hello", "m-1");
            client.next("message_accepted");
            assertThat(speakers.remove()).isEqualTo(Principal.user("ada"));
            badges.pass(MINUTE);
            time.pass(LOOK);
            assertAlive(client);
        }
    }

    @Test
    void who_may_chat_no_more_is_told_so_and_closed() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            JsonNode answer = renew(client, badges.token(ada(TenantId.DEFAULT), MINUTE));

            assertThat(answer.path("error_code").asText()).isEqualTo("FORBIDDEN");
            assertThat(client.socket().read().closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void a_fresh_token_that_comes_too_late_does_not_count() throws Exception {
        String old = badges.token("ada", MINUTE);
        try (ChatClient client = server.connect(old, session)) {
            badges.pass(MINUTE);

            JsonNode answer = renew(client, badges.token("ada", MINUTE));

            assertThat(answer.path("error_code").asText()).isEqualTo("UNAUTHORIZED");
            assertGone(client);
        }
    }

    @Test
    void guessing_tokens_is_a_flood_of_bad_frames() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            for (int i = 0; i < 20; i++) {
                client.send("authenticate", Map.of("token", Badges.BAD_TOKEN));
            }

            assertThat(client.socket().readCloseCode()).isEqualTo(1008);
        }
    }

    @Test
    void a_token_as_long_as_a_message_is_only_a_bad_token_and_a_longer_one_too_much() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            String token = badges.token("ada", MINUTE);
            assertThat(renew(client, token).path("type").asText()).isEqualTo("authenticated");

            client.send("authenticate", Map.of("token", "x".repeat(70_000)));

            assertThat(client.socket().readCloseCode()).isEqualTo(1009);
        }
    }

    @Test
    void who_was_dismissed_and_reads_nothing_is_not_waited_for() throws Exception {
        Duration hour = Duration.ofHours(1);
        restart(new WebSocketConfig.Timing(
                MINUTE, hour, hour.multipliedBy(2), hour, hour, Duration.ofSeconds(2), Duration.ofSeconds(5)));
        String token = badges.token("ada", MINUTE);
        String longText = "0123456789abcdef".repeat(8 * 1024);
        try (ChatClient stuck = server.open(token, session, "?after_seq=1", 4 * 1024);
                ChatClient reader = server.connect("ada", session, "?after_seq=1")) {
            for (int i = 0; i < 60; i++) {
                server.engine().send(Principal.user("ada"), session, "again");
                server.model().asked().say(longText).end();
                reader.await("ai_complete");
            }
            badges.end(token);

            await().untilAsserted(() -> {
                time.pass(LOOK.dividedBy(2));
                assertThat(server.adapter().connections()).isEqualTo(1);
            });
            assertThat(stuck.socket().readToEnd()).isTrue();
        }
    }
}
