package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor logs in while a message is on its way: whoever sends it, it is there once. */
class GuestResendTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @Test
    void a_message_that_is_sent_again_after_the_login_is_the_same() throws Exception {
        try (ChatServer server = TestServers.start(data, Map.of("PARLEY_DEMO_SPEED", "10000"));
                var http = new TestHttp(server)) {
            String guest = http.post("/api/auth/guest/", "").text("token");
            String session = http.post("/api/chat/session/create/", guest).text("session_id");
            String message = """
                    {"type":"user_message","message":"count to 3","client_message_id":"m-1","session_id":"%s"}""".formatted(session);
            try (TestSocket socket = TestSocket.open(http.client(), server.port(), session, guest)) {
                socket.send("{\"type\":\"resume\",\"after_seq\":0}");
                socket.send(message);
                await().atMost(LONG)
                        .until(() -> !socket.frames("message_accepted").isEmpty());
                String accepted =
                        field("message_id", socket.frames("message_accepted").getFirst());

                TestHttp.Answer user = http.post(
                        "/api/auth/register/",
                        "",
                        "username",
                        "ada",
                        "email",
                        "ada@example.com",
                        "password",
                        TestHttp.PASSWORD,
                        "guest_token",
                        guest);
                String token = user.text("access_token");
                assertThat(socket.awaitClosed()).isEqualTo(4404);
                try (TestSocket again = TestSocket.open(http.client(), server.port(), session, token)) {
                    again.send("{\"type\":\"resume\",\"after_seq\":0}");
                    again.send(message);

                    await().atMost(LONG)
                            .until(() -> !again.frames("\"duplicate\":true").isEmpty());
                    assertThat(again.frames("\"duplicate\":true").getFirst()).contains(accepted);
                }
                String history = http.get("/api/chat/session/" + session + "/history/", token)
                        .text();
                assertThat(history.split("\"client_message_id\":\"m-1\"", -1)).hasSize(2);
            }
        }
    }

    private static String field(String name, String json) {
        int begin = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(begin, json.indexOf('"', begin));
    }
}
