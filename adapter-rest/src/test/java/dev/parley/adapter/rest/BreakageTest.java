package dev.parley.adapter.rest;

import static dev.parley.adapter.rest.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.session.SessionId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients see when something behind the API breaks. */
class BreakageTest {

    private static final String LIST = "/api/chat/sessions/";

    @Nested
    class AStoreThatIsAway {

        @RegisterExtension
        final RestServer server = failing(new StoreException.Unavailable("jdbc:secret", new IllegalStateException()));

        @Test
        void is_told_as_passing() {
            var answer = server.as("mei").get(LIST);

            assertProblem(answer, 503, "HISTORY_UNAVAILABLE");
            assertThat(answer.header("Retry-After")).isEqualTo("2");
            assertThat(answer.json().get("retryable").asBoolean()).isTrue();
            assertThat(answer.text()).doesNotContain("secret");
        }
    }

    @Nested
    class AStoreThatRefuses {

        @RegisterExtension
        final RestServer server = failing(new StoreException.Broken("select secret", new IllegalStateException()));

        @Test
        void is_our_fault() {
            var answer = server.as("mei").get(LIST);

            assertProblem(answer, 500, "PROCESSING_ERROR");
            assertThat(answer.text()).doesNotContain("secret");
        }
    }

    @Nested
    class ABug {

        @RegisterExtension
        final RestServer server = failing(new IllegalStateException("secret"));

        @Test
        void is_our_fault() {
            var answer = server.as("mei").get(LIST);

            assertProblem(answer, 500, "PROCESSING_ERROR");
            assertThat(answer.text()).doesNotContain("secret");
        }
    }

    @Nested
    class AStoreThatGoesAwayBehindAnAcceptedMessage {

        @RegisterExtension
        final RestServer server = new RestServer()
                .with(ports -> new RestAdapter.Ports(
                        ports.authentication(),
                        ports.createSession(),
                        ports.changeSession(),
                        ports.readSessions(),
                        ports.readHistory(),
                        ports.markRead(),
                        ports.sendMessage(),
                        ports.cancelReply(),
                        (caller, session, onChange) -> {
                            throw new StoreException.Unavailable("secret", new IllegalStateException());
                        },
                        ports.readAssistants()));

        @Test
        void is_told_in_the_stream() throws Exception {
            Api mei = server.as("mei");

            try (var events = EventReader.of(mei.stream(Api.message(mei.session(), "Hi")))) {
                events.next("message_accepted");
                var error = events.next("error");

                assertThat(error.text("error_code")).isEqualTo("HISTORY_UNAVAILABLE");
                assertThat(error.data().toString()).doesNotContain("secret");
                events.end();
            }
        }

        @Test
        void is_a_problem_to_those_who_wait() {
            Api mei = server.as("mei");

            var answer = mei.post("/api/chat/messages/?wait=true", Api.message(mei.session(), "Hi"));

            assertProblem(answer, 503, "PROCESSING_ERROR");
        }
    }

    private static RestServer failing(RuntimeException failure) {
        return new RestServer()
                .with(ports -> new RestAdapter.Ports(
                        ports.authentication(),
                        ports.createSession(),
                        ports.changeSession(),
                        new FailingReads(failure),
                        ports.readHistory(),
                        ports.markRead(),
                        ports.sendMessage(),
                        ports.cancelReply(),
                        ports.followSession(),
                        ports.readAssistants()));
    }

    private record FailingReads(RuntimeException failure) implements ReadSessions {

        @Override
        public Outcome read(Principal caller, SessionId session) {
            throw failure;
        }

        @Override
        public ListOutcome list(Query query) {
            throw failure;
        }
    }
}
