package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.in.Principal;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an observer hears of connections. */
class ObservedConnectionsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Heard heard = new Heard();
    private TestServer server;
    private SessionId session;

    @BeforeEach
    void start() {
        server = TestServer.start(heard);
        session = server.session("ada");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void awaitHeard(String what) {
        await().atMost(LONG).until(() -> heard.all.contains(what));
    }

    @Test
    void each_that_is_opened_is_closed_once() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.socket().sendText("{}");
            client.await("error");
            assertThat(heard.all).contains("opened").doesNotContain("closed 1006");
        }
        awaitHeard("closed 1006");

        assertThat(heard.all.stream().filter(what -> what.startsWith("closed"))).hasSize(1);
        assertThat(heard.all.stream().filter("opened"::equals)).hasSize(1);
    }

    @Test
    void the_code_is_ours_where_we_close() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            server.engine().useCases().changeSession().delete(Principal.user("ada"), session);
            client.await("session_updated");
            assertThat(client.socket().readCloseCode()).isEqualTo(4404);
        }

        awaitHeard("closed 4404");
    }

    @Test
    void pieces_resumes_and_errors_are_told() throws Exception {
        try (ChatClient client = server.connect("ada", session, "?after_seq=1")) {
            client.next("resumed");
            client.say("Hello");
            server.model().asked().say("Good day").end();
            client.await("ai_complete");
            client.socket().sendText("no JSON");
            client.await("error");
        }

        awaitHeard("resumed true");
        awaitHeard("relayed");
        awaitHeard("complained " + ErrorCode.INVALID_JSON);
        assertThat(heard.delays).allSatisfy(nanos -> assertThat(nanos).isNotNegative());
    }

    @Test
    void a_refusal_is_told_with_its_status() throws Exception {
        try (RawSocket socket = server.socket()) {
            assertThat(socket.shake(TestServer.path(session)).status()).isEqualTo(401);
        }

        awaitHeard("refused 401");
        assertThat(heard.all).doesNotContain("opened");
    }

    private static final class Heard implements WebSocketAdapter.Observer {

        private final List<String> all = new CopyOnWriteArrayList<>();
        private final List<Long> delays = new CopyOnWriteArrayList<>();

        @Override
        public void opened() {
            all.add("opened");
        }

        @Override
        public void closed(int code) {
            all.add("closed " + code);
        }

        @Override
        public void refused(int status) {
            all.add("refused " + status);
        }

        @Override
        public void resumed(boolean complete) {
            all.add("resumed " + complete);
        }

        @Override
        public void relayed(long nanos) {
            delays.add(nanos);
            all.add("relayed");
        }

        @Override
        public void complained(ErrorCode code) {
            all.add("complained " + code);
        }
    }
}
