package dev.parley.adapter.rest;

import static dev.parley.adapter.rest.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
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
                        ports.readAssistants(),
                        ports.managePreferences(),
                        ports.searchMessages(),
                        ports.readPresence()));

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

    @Nested
    class AServerThatHasNoRoom {

        @RegisterExtension
        final RestServer server =
                refusing(new Refusal(ErrorCode.STORAGE_FULL, null, "no room", Duration.ofMillis(29_001)));

        @Test
        void tells_when_to_try_again() {
            Api mei = server.as("mei");

            var answer = mei.post("/api/chat/messages/", Api.message(mei.session(), "Hi"));

            assertProblem(answer, 503, "STORAGE_FULL");
            assertThat(answer.header("Retry-After")).isEqualTo("30");
        }
    }

    @Nested
    class ALimitThatIsReached {

        @RegisterExtension
        final RestServer server = refusing(new Refusal(ErrorCode.RATE_LIMITED, "message", "slowly", Duration.ZERO));

        @Test
        void tells_when_to_try_again() {
            Api mei = server.as("mei");

            var answer = mei.post("/api/chat/messages/", Api.message(mei.session(), "Hi"));

            assertProblem(answer, 429, "RATE_LIMITED");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.text("field")).isEqualTo("content");
        }
    }

    @Nested
    class AStreamThatIsRefusedLater {

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
                        (caller, session, onChange) -> new FollowSession.Outcome.Refused(
                                new Refusal(ErrorCode.RATE_LIMITED, null, "slowly", Duration.ofMillis(1_500))),
                        ports.readAssistants(),
                        ports.managePreferences(),
                        ports.searchMessages(),
                        ports.readPresence()));

        @Test
        void tells_when_to_try_again() throws Exception {
            Api mei = server.as("mei");

            try (var events = EventReader.of(mei.stream(Api.message(mei.session(), "Hi")))) {
                events.next("message_accepted");
                var error = events.next("error");

                assertThat(error.text("error_code")).isEqualTo("RATE_LIMITED");
                assertThat(error.data().path("retryable").asBoolean()).isTrue();
                assertThat(error.data().path("retry_after_ms").asLong()).isEqualTo(1_500);
                events.end();
            }
        }
    }

    private static RestServer refusing(Refusal refusal) {
        return new RestServer()
                .with(ports -> new RestAdapter.Ports(
                        ports.authentication(),
                        ports.createSession(),
                        ports.changeSession(),
                        ports.readSessions(),
                        ports.readHistory(),
                        ports.markRead(),
                        new RefusingSends(ports.sendMessage(), refusal),
                        ports.cancelReply(),
                        ports.followSession(),
                        ports.readAssistants(),
                        ports.managePreferences(),
                        ports.searchMessages(),
                        ports.readPresence()));
    }

    private record RefusingSends(SendMessage original, Refusal refusal) implements SendMessage {

        @Override
        public SendMessage.Outcome send(Command command) {
            return new SendMessage.Outcome.Refused(refusal);
        }

        @Override
        public MessageId idOf(Principal caller, SessionId session, String clientMessageId) {
            return original.idOf(caller, session, clientMessageId);
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
                        ports.readAssistants(),
                        ports.managePreferences(),
                        ports.searchMessages(),
                        ports.readPresence()));
    }

    private record FailingReads(RuntimeException failure) implements ReadSessions {

        @Override
        public ReadSessions.Outcome read(Principal caller, SessionId session) {
            throw failure;
        }

        @Override
        public ListOutcome list(Query query) {
            throw failure;
        }
    }
}
