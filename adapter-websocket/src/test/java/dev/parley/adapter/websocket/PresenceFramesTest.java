package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is there and who types, over sockets. */
class PresenceFramesTest {

    private static final Principal RITA =
            new Principal(TenantId.DEFAULT, new UserId("rita"), null, "en", Permission.of(Role.AGENT));

    /** Events begin at once. */
    private static final String FROM_NOW = "?after_seq=1";

    private TestServer server;
    private SessionId session;
    private ChatClient ada;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start();
        session = server.session("ada");
        ada = connect("ada");
    }

    @AfterEach
    void stop() throws IOException {
        ada.close();
        server.close();
    }

    private ChatClient connect(String token) throws IOException {
        ChatClient client = server.connect(token, session, FROM_NOW);
        client.next("resumed");
        return client;
    }

    private ChatClient rita() throws IOException {
        return connect(server.badges().token(RITA, null));
    }

    private static void assertPresence(JsonNode frame, String user, String state, String role) {
        assertThat(frame.path("type").asText()).isEqualTo("presence");
        assertThat(frame.path("user_id").asText()).isEqualTo(user);
        assertThat(frame.path("state").asText()).isEqualTo(state);
        assertThat(frame.path("role").asText()).isEqualTo(role);
        assertThat(frame.has("seq")).isFalse();
    }

    private static void assertTyping(JsonNode frame, String user, boolean isTyping) {
        assertThat(frame.path("type").asText()).isEqualTo("typing");
        assertThat(frame.path("user_id").asText()).isEqualTo(user);
        assertThat(frame.path("is_typing").isBoolean()).isTrue();
        assertThat(frame.path("is_typing").asBoolean()).isEqualTo(isTyping);
    }

    @Test
    void who_comes_and_goes_is_told_to_the_others() throws Exception {
        try (ChatClient rita = rita()) {
            assertPresence(rita.next(), "ada", "online", "user");
        }
        assertPresence(ada.next(), "rita", "online", "agent");
        assertPresence(ada.next(), "rita", "offline", "agent");
    }

    @Test
    void who_types_is_told_to_the_others_and_not_to_ones_own_devices() throws Exception {
        try (ChatClient rita = rita();
                ChatClient tablet = connect("ada")) {
            rita.next("presence");
            ada.next("presence");
            tablet.next("presence");

            ada.send("typing", Map.of("is_typing", true));
            assertTyping(rita.next(), "ada", true);
            ada.send("typing", Map.of("is_typing", false));
            assertTyping(rita.next(), "ada", false);

            for (ChatClient own : new ChatClient[] {ada, tablet}) {
                own.send("ping", Map.of());
                own.next("pong");
            }
        }
    }

    @Test
    void a_message_ends_the_typing_of_its_author() throws Exception {
        try (ChatClient rita = rita()) {
            rita.next("presence");
            ada.send("typing", Map.of("is_typing", true));
            assertTyping(rita.next(), "ada", true);

            ada.say("hello");

            assertTyping(rita.await("typing"), "ada", false);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"type":"typing"}                                | is_typing: is missing
                    {"type":"typing","is_typing":null}               | is_typing: is missing
                    {"type":"typing","is_typing":"yes"}              | is_typing: must be true or false
                    {"type":"typing","is_typing":1}                  | is_typing: must be true or false
                    {"type":"typing","is_typing":true,"session_id":7}| session_id: must be a string
                    """)
    void bad_input_names_the_field(String frame, String details) throws Exception {
        ada.socket().sendText(frame);

        JsonNode error = ada.next("error");
        assertThat(error.path("error_code").asText()).isEqualTo("INVALID_MESSAGE");
        assertThat(error.path("details").asText()).isEqualTo(details);
    }
}
