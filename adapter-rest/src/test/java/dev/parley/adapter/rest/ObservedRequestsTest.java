package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.domain.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an observer hears of requests: routes, never paths. */
class ObservedRequestsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Heard heard = new Heard();

    @RegisterExtension
    final RestServer server = new RestServer().observedBy(heard);

    /** It is told after the client has its answer. */
    private void awaitHeard(String what) {
        await().atMost(LONG).untilAsserted(() -> assertThat(heard.all).contains(what));
    }

    @Test
    void a_request_is_told_by_the_route_that_is_told_of() {
        String session = server.as("mei").session();
        server.as("mei").get("/api/chat/session/" + session + "/history/");

        awaitHeard("GET /api/chat/session/{session_id}/history 200");
        awaitHeard("POST /api/chat/session/create 201");
        assertThat(server.adapter().routes()).anyMatch("GET /api/chat/session/{session_id}/history"::equals);
    }

    @Test
    void what_is_nowhere_has_no_route() {
        server.as("mei").get("/api/chat/no/such/thing");

        awaitHeard("GET null 404");
    }

    @Test
    void errors_are_told_with_their_code() {
        server.asNobody().get("/api/chat/sessions/");

        awaitHeard("complained " + ErrorCode.UNAUTHORIZED);
        awaitHeard("GET /api/chat/sessions 401");
    }

    @Test
    void a_method_that_is_not_taken_is_told_too() {
        server.as("mei").method("PATCH", "/api/chat/sessions/");

        await().atMost(LONG).untilAsserted(() -> assertThat(heard.all).anyMatch(what -> what.startsWith("PATCH ")));
    }

    private static final class Heard implements RestAdapter.Observer {

        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void answered(String method, @Nullable String route, int status, boolean held, long nanos) {
            assertThat(nanos).isNotNegative();
            all.add(method + " " + route + " " + status);
        }

        @Override
        public void complained(ErrorCode code) {
            all.add("complained " + code);
        }
    }
}
