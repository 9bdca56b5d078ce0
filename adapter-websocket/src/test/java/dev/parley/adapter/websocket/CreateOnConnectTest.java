package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that choose the id of their session themselves. */
class CreateOnConnectTest {

    private static final Principal ADA = Principal.user("ada");

    private final SessionId chosen = new SessionId(UUID.randomUUID());
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.creatingOnConnect();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawSocket.Answer shake(String user, SessionId session) throws IOException {
        try (RawSocket socket = server.socket()) {
            return socket.shake(TestServer.path(session), TestServer.bearer(user));
        }
    }

    private ReadSessions.Outcome read(SessionId session) {
        return server.engine().useCases().readSessions().read(ADA, session);
    }

    private JsonNode greeting(String user, SessionId session) throws IOException {
        try (ChatClient client = server.open(user, session, "", 0)) {
            return client.next("system").path("session_info");
        }
    }

    @Test
    void a_session_that_was_never_there_is_made_for_who_connects() throws Exception {
        try (ChatClient client = server.connect("ada", chosen)) {
            client.say("hello", "m-1");

            assertThat(client.next("message_accepted").path("session_id").asText())
                    .isEqualTo(chosen.toString());
        }
        assertThat(read(chosen)).isInstanceOf(ReadSessions.Outcome.Found.class);
    }

    @Test
    void ones_own_session_is_opened_as_it_is() throws Exception {
        SessionId own = server.session("ada");
        server.engine().send(ADA, own, "before");
        ReadSessions.Outcome before = read(own);

        assertThat(greeting("ada", own).path("session_id").asText()).isEqualTo(own.toString());
        assertThat(((ReadSessions.Outcome.Found) read(own)).session().session().createdAt())
                .isEqualTo(((ReadSessions.Outcome.Found) before)
                        .session()
                        .session()
                        .createdAt());
        assertThat(((ReadSessions.Outcome.Found) read(own)).session().messageCount())
                .isPositive();
    }

    @Test
    void a_foreign_session_is_not_there_and_stays_as_it_is() throws Exception {
        SessionId foreign = server.session("ada");
        ReadSessions.Outcome before = read(foreign);

        RawSocket.Answer answer = shake("eve", foreign);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(ChatClient.json(answer.body()).path("error_code").asText()).isEqualTo("SESSION_NOT_FOUND");
        assertThat(read(foreign)).isEqualTo(before);
        assertThat(server.adapter().connections()).isZero();
    }

    @Test
    void a_deleted_session_is_not_made_again() throws Exception {
        SessionId deleted = server.session("ada");
        server.engine().useCases().changeSession().delete(ADA, deleted);

        RawSocket.Answer own = shake("ada", deleted);
        RawSocket.Answer foreign = shake("eve", deleted);

        assertThat(own.status()).isEqualTo(404);
        assertThat(TestServer.said(own)).isEqualTo(TestServer.said(foreign));
        assertThat(read(deleted)).isInstanceOf(ReadSessions.Outcome.Refused.class);
    }

    @Test
    void who_is_not_let_in_makes_nothing() throws Exception {
        assertThat(shake(Badges.BAD_TOKEN, chosen).status()).isEqualTo(401);
        assertThat(read(chosen)).isInstanceOf(ReadSessions.Outcome.Refused.class);
    }

    @Test
    void of_many_that_come_at_once_one_makes_it_and_all_get_in() throws Exception {
        var greetings = new ArrayList<Future<JsonNode>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                greetings.add(threads.submit(() -> greeting("ada", chosen)));
            }
            for (Future<JsonNode> greeting : greetings) {
                assertThat(greeting.get(60, TimeUnit.SECONDS).path("last_seq").asLong())
                        .isEqualTo(1);
            }
        }
    }
}
