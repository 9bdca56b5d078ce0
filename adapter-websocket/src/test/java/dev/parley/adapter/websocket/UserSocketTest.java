package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What concerns a user over all sessions, over real sockets. */
class UserSocketTest {

    private static final Principal ADA = Principal.user("ada");
    private static final String PATH = "/ws/user/";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime();
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(WebSocketConfig.STANDARD, time);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A device of a user. */
    private final class Device implements AutoCloseable {

        private final RawSocket socket;
        private final JsonNode greeting;

        /** Opens, and goes on from now; or from where the query says. */
        Device(String user, String query) throws IOException {
            socket = server.socket();
            RawSocket.Answer answer = socket.shake(PATH + query, TestServer.bearer(user));
            assertThat(answer.status()).isEqualTo(101);
            greeting = next("system");
            if (query.isEmpty()) {
                time.pass(Duration.ofSeconds(2));
            }
        }

        long lastUserSeq() {
            return greeting.path("user_info").path("last_user_seq").asLong();
        }

        JsonNode next() throws IOException {
            return ChatClient.json(socket.readUntil(RawSocket.TEXT).text());
        }

        JsonNode next(String type) throws IOException {
            JsonNode frame = next();
            assertThat(frame.path("type").asText()).as("%s", frame).isEqualTo(type);
            return frame;
        }

        /** Reads up to a change of a session that shows something. What comes before it is passed over. */
        JsonNode nextWith(String field, String value) throws IOException {
            JsonNode frame = next("session_changed");
            while (!frame.path("session").path(field).asText().equals(value)) {
                frame = next("session_changed");
            }
            return frame;
        }

        /** What comes of a type after any number of changes of sessions: one may be told as it stands more than once. */
        JsonNode nextAfterSessions(String type) throws IOException {
            JsonNode frame = next();
            while (frame.path("type").asText().equals("session_changed")) {
                frame = next();
            }
            assertThat(frame.path("type").asText()).isEqualTo(type);
            return frame;
        }

        void send(String json) throws IOException {
            socket.sendText(json);
        }

        /** Nothing was told up to here that was not read. */
        void assertNothingElse() throws IOException {
            send("{\"type\":\"ping\"}");
            next("pong");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Device device(String user) throws IOException {
        return new Device(user, "");
    }

    private void rename(SessionId session, String title) {
        assertThat(server.engine()
                        .useCases()
                        .changeSession()
                        .change(new ChangeSession.Command(ADA, session, title, null, null)))
                .isInstanceOf(ChangeSession.Outcome.Done.class);
    }

    private void prefer(Principal who, String theme) {
        server.engine()
                .useCases()
                .managePreferences()
                .change(new ManagePreferences.Command(who, null, theme, null, null, null, null, null, null, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/user", "/ws/user/"})
    void the_first_frame_says_who_and_where(String path) throws Exception {
        try (RawSocket socket = server.socket()) {
            assertThat(socket.shake(path, TestServer.bearer("ada")).status()).isEqualTo(101);

            JsonNode greeting = ChatClient.json(socket.readUntil(RawSocket.TEXT).text());
            assertThat(greeting.path("type").asText()).isEqualTo("system");
            assertThat(greeting.path("user_info").path("user_id").asText()).isEqualTo("ada");
            assertThat(greeting.path("user_info").path("last_user_seq").isIntegralNumber())
                    .isTrue();
            assertThat(greeting.has("session_id")).isFalse();
        }
    }

    @Test
    void what_becomes_of_a_session_is_told_in_order() throws Exception {
        try (Device device = device("ada")) {
            SessionId session = server.session("ada");
            JsonNode made = device.next("session_changed");
            rename(session, "Trains");
            JsonNode renamed = device.next("session_changed");
            server.engine().useCases().changeSession().delete(ADA, session);
            JsonNode removed = device.next("session_removed");
            server.engine().useCases().changeSession().restore(ADA, session);
            JsonNode restored = device.next("session_changed");

            long first = device.lastUserSeq() + 1;
            assertThat(made.path("user_seq").asLong()).isEqualTo(first);
            assertThat(made.path("session").path("session_id").asText()).isEqualTo(session.toString());
            assertThat(made.path("session").path("title").isNull()).isTrue();
            assertThat(renamed.path("user_seq").asLong()).isEqualTo(first + 1);
            assertThat(renamed.path("session").path("title").asText()).isEqualTo("Trains");
            assertThat(removed.path("user_seq").asLong()).isEqualTo(first + 2);
            assertThat(removed.path("session_id").asText()).isEqualTo(session.toString());
            assertThat(restored.path("session").path("title").asText()).isEqualTo("Trains");
        }
    }

    @Test
    void a_deletion_of_a_session_nobody_had_seen_is_told() throws Exception {
        SessionId session = server.session("ada");
        try (Device device = device("ada")) {
            server.engine().useCases().changeSession().delete(ADA, session);

            assertThat(device.nextAfterSessions("session_removed")
                            .path("session_id")
                            .asText())
                    .isEqualTo(session.toString());
        }
    }

    @Test
    void unread_counts_and_previews_follow_a_conversation_on_all_devices() throws Exception {
        SessionId session = server.session("ada");
        try (Device one = device("ada");
                Device two = device("ada");
                ChatClient chat = server.connect("ada", session)) {
            chat.say("When does the train leave?");
            server.model().asked().say("At nine.").end();
            chat.await("ai_complete");
            for (Device device : new Device[] {one, two}) {
                JsonNode answered = device.nextWith("message_count", "2").path("session");
                assertThat(answered.path("last_message_preview").asText()).isEqualTo("At nine.");
                assertThat(answered.path("unread_count").asLong()).isEqualTo(1);
            }

            server.engine().useCases().markRead().read(ADA, session, 2);

            assertThat(one.nextWith("unread_count", "0")
                            .path("session")
                            .path("message_count")
                            .asLong())
                    .isEqualTo(2);
            two.nextWith("unread_count", "0");
        }
    }

    @Test
    void preferences_are_told_to_all_devices() throws Exception {
        try (Device one = device("ada");
                Device two = device("ada")) {
            prefer(ADA, "dark");

            assertThat(one.next("preferences_changed")
                            .path("preferences")
                            .path("theme")
                            .asText())
                    .isEqualTo("dark");
            assertThat(two.next("preferences_changed").path("user_seq").asLong())
                    .isEqualTo(two.lastUserSeq() + 1);
        }
    }

    @Test
    void nobody_hears_of_anothers_sessions() throws Exception {
        try (Device ada = device("ada");
                Device eve = device("eve")) {
            SessionId session = server.session("ada");
            rename(session, "Secret");
            ada.nextWith("title", "Secret");
            prefer(ADA, "dark");
            ada.nextAfterSessions("preferences_changed");

            eve.assertNothingElse();
        }
    }

    @Test
    void what_was_missed_comes_in_order_and_once() throws Exception {
        long seen;
        try (Device device = device("ada")) {
            server.session("ada");
            seen = device.next("session_changed").path("user_seq").asLong();
        }
        SessionId session;
        try (Device watching = device("ada")) {
            prefer(ADA, "dark");
            watching.next("preferences_changed");
            session = server.session("ada");
            watching.nextWith("session_id", session.toString());
            prefer(ADA, "light");
            watching.next("preferences_changed");
        }

        try (Device back = new Device("ada", "?after_user_seq=" + seen)) {
            JsonNode resumed = back.next("resumed");
            assertThat(resumed.path("complete").asBoolean()).isTrue();
            assertThat(resumed.path("last_user_seq").asLong()).isEqualTo(seen + 3);
            JsonNode first = back.next();
            JsonNode second = back.next();
            JsonNode third = back.next();
            assertThat(first.path("user_seq").asLong()).isEqualTo(seen + 1);
            assertThat(second.path("user_seq").asLong()).isEqualTo(seen + 2);
            assertThat(third.path("user_seq").asLong()).isEqualTo(seen + 3);
            assertThat(third.path("preferences").path("theme").asText()).isEqualTo("light");
            assertThat(first.path("type").asText()).isEqualTo("preferences_changed");
            assertThat(second.path("session").path("session_id").asText()).isEqualTo(session.toString());
            back.assertNothingElse();
        }
    }

    @Test
    void a_frame_resumes_as_well_and_once() throws Exception {
        try (Device watching = device("ada");
                RawSocket socket = server.socket()) {
            prefer(ADA, "dark");
            long seen = watching.next("preferences_changed").path("user_seq").asLong();
            assertThat(socket.shake(PATH, TestServer.bearer("ada")).status()).isEqualTo(101);
            socket.readUntil(RawSocket.TEXT);
            String resume = "{\"type\":\"resume\",\"after_user_seq\":" + (seen - 1) + "}";
            socket.sendText(resume);

            assertThat(socket.readUntil(RawSocket.TEXT).text()).contains("resumed", "\"complete\":true");
            assertThat(socket.readUntil(RawSocket.TEXT).text()).contains("preferences_changed");
            socket.sendText(resume);
            assertThat(socket.readUntil(RawSocket.TEXT).text()).contains("INVALID_MESSAGE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "9007199254740991"})
    void a_number_of_another_time_is_told_to_read_anew(String number) throws Exception {
        try (Device device = new Device("ada", "?after_user_seq=" + number)) {
            JsonNode resumed = device.next("resumed");

            assertThat(resumed.path("complete").asBoolean()).isFalse();
            assertThat(resumed.path("reload").asBoolean()).isTrue();
            assertThat(resumed.path("last_user_seq").asLong()).isEqualTo(device.lastUserSeq());
            prefer(ADA, "dark");
            assertThat(device.next("preferences_changed").path("user_seq").asLong())
                    .isEqualTo(device.lastUserSeq() + 1);
        }
    }

    @Test
    void a_restart_is_told_to_read_anew() throws Exception {
        long seen;
        try (Device device = device("ada")) {
            prefer(ADA, "dark");
            seen = device.next("preferences_changed").path("user_seq").asLong();
        }
        server.close();
        start();
        prefer(ADA, "light");

        try (Device device = new Device("ada", "?after_user_seq=" + seen)) {
            assertThat(device.next("resumed").path("reload").asBoolean()).isTrue();
        }
    }

    @Test
    void what_a_visitor_had_is_the_users_after_the_login() throws Exception {
        Principal guest = Principal.user("guest-1");
        SessionId session = server.session("guest-1");
        try (Device visitor = device("guest-1");
                Device ada = device("ada")) {
            server.engine().useCases().adoptSessions().adopt(guest, new UserId("ada"), null);

            assertThat(ada.next("session_changed")
                            .path("session")
                            .path("session_id")
                            .asText())
                    .isEqualTo(session.toString());
            assertThat(visitor.nextAfterSessions("resumed").path("reload").asBoolean())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"user_message\",\"session_id\":\"00000000-0000-4000-8000-000000000001\",\"message\":\"hi\"}",
                "{\"type\":\"cancel\"}",
                "{\"type\":\"read\",\"up_to_position\":1}",
                "{\"type\":\"resume\",\"after_seq\":1}",
                "{\"type\":\"nothing\"}"
            })
    void what_belongs_into_a_session_is_an_error_and_the_socket_lives_on(String frame) throws Exception {
        try (Device device = device("ada")) {
            device.send(frame);

            assertThat(device.next("error").path("error_code").asText()).isEqualTo("INVALID_MESSAGE");
            device.assertNothingElse();
        }
    }

    @Test
    void a_sessions_socket_does_not_go_by_the_users_numbers() throws Exception {
        SessionId session = server.session("ada");
        try (ChatClient client = server.connect("ada", session)) {
            client.socket().sendText("{\"type\":\"resume\",\"after_user_seq\":1}");

            assertThat(client.next("error").path("error_code").asText()).isEqualTo("INVALID_MESSAGE");
        }
    }

    @Test
    void silence_is_broken_by_a_heartbeat_with_the_last_number() throws Exception {
        try (Device device = device("ada")) {
            time.pass(Duration.ofSeconds(15));

            assertThat(device.next("heartbeat").path("last_user_seq").asLong()).isEqualTo(device.lastUserSeq());
        }
    }

    @Test
    void a_ticket_opens_the_users_socket_once_and_no_other() throws Exception {
        Badges badges = server.badges();
        SessionId session = server.session("ada");
        String token = badges.token("ada", MINUTE);
        String ofUser = badges.ticket(token, null);
        String ofSession = badges.ticket(token, session);

        assertThat(status(PATH + "?ticket=" + ofSession)).isEqualTo(401);
        assertThat(status(TestServer.path(session) + "?ticket=" + ofUser)).isEqualTo(401);
        assertThat(status(PATH + "?ticket=" + ofUser)).isEqualTo(101);
        assertThat(status(PATH + "?ticket=" + ofUser)).isEqualTo(401);
    }

    @Test
    void who_has_no_token_is_refused_before_anything_is_opened() throws Exception {
        assertThat(status(PATH)).isEqualTo(401);
        assertThat(status(PATH, TestServer.bearer(Badges.BAD_TOKEN))).isEqualTo(401);
        assertThat(status(PATH, TestServer.bearer("ada"), "Origin: https://evil.example"))
                .isEqualTo(403);
        assertThat(status(PATH + "?after_user_seq=x", TestServer.bearer("ada"))).isEqualTo(400);
        assertThat(status(PATH + "more", TestServer.bearer("ada"))).isEqualTo(404);
        assertThat(server.engine().useCases().followedUsers()).isZero();
    }

    private int status(String target, String... headers) throws IOException {
        try (RawSocket socket = server.socket()) {
            return socket.shake(target, headers).status();
        }
    }

    @Test
    void a_login_that_ends_takes_the_users_socket_with_it() throws Exception {
        String token = server.badges().token("ada", MINUTE);
        try (Device device = new Device(token, "?after_user_seq=0")) {
            device.next("resumed");
            device.send(
                    "{\"type\":\"authenticate\",\"token\":\"" + server.badges().token("ada", MINUTE) + "\"}");
            device.next("authenticated");
            server.badges().end(token);
            time.pass(Duration.ofSeconds(1));
            device.assertNothingElse();

            server.badges().pass(MINUTE);
            time.pass(Duration.ofSeconds(1));

            assertThat(device.socket.readCloseCode()).isEqualTo(4401);
        }
        await().untilAsserted(() -> assertThat(server.adapter().connections()).isZero());
    }

    @Test
    void it_counts_among_the_connections_of_its_user() throws Exception {
        server.close();
        server = TestServer.start(WebSocketConfig.STANDARD.withLimits(new WebSocketConfig.Limits(1, 10, 10)), time);
        try (Device device = device("ada")) {
            assertThat(status(PATH, TestServer.bearer("ada"))).isEqualTo(429);
            device.assertNothingElse();
        }
    }
}
