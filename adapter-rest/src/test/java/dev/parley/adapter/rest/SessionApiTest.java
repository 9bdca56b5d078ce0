package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionApiTest {

    private static final String CREATE = "/api/chat/session/create/";

    @RegisterExtension
    final RestServer server = new RestServer();

    @Test
    void a_new_session_is_told_with_where_to_open_its_socket() {
        var answer = server.as("mei").post(CREATE, """
            {"title": "Travel", "metadata": {"a": [1, "ü"]}, "context": "the order page"}\
            """);

        JsonNode session = answer.json();
        String id = session.get("session_id").asText();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/chat/session/" + id + "/");
        assertThat(session.get("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(session.get("websocket_url").asText())
                .isEqualTo("ws://127.0.0.1:" + server.port() + "/ws/chat/" + id + "/");
        assertThat(session.get("title").asText()).isEqualTo("Travel");
        assertThat(session.get("title_generated").asBoolean()).isFalse();
        assertThat(session.get("assistant").asText()).isEqualTo("default");
        assertThat(session.get("context").asText()).isEqualTo("the order page");
        assertThat(session.get("metadata").toString()).isEqualTo("{\"a\":[1,\"ü\"]}");
        assertThat(session.get("is_active").asBoolean()).isTrue();
        assertThat(session.get("closed").asBoolean()).isFalse();
        assertThat(session.get("message_count").asLong()).isZero();
        assertThat(session.get("last_seq").asLong()).isEqualTo(1);
    }

    @Test
    void a_session_needs_no_body_at_all() {
        var answer = server.as("mei").method("POST", CREATE);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().get("title").isNull()).isTrue();
    }

    @Test
    void context_may_be_json() {
        var answer = server.as("mei").post(CREATE, "{\"context\": {\"page\": 3}}");

        assertThat(answer.text("context")).isEqualTo("{\"page\":3}");
    }

    @Test
    void the_same_command_makes_one_session() {
        String command = "{\"client_command_id\": \"c-1\"}";

        var first = server.as("mei").post(CREATE, command);
        var second = server.as("mei").post(CREATE, command);
        var elsewhere = server.as("ben").post(CREATE, command);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("session_id")).isEqualTo(first.text("session_id"));
        assertThat(elsewhere.text("session_id")).isNotEqualTo(first.text("session_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void a_session_can_be_read_back(String slash) {
        Api mei = server.as("mei");
        var created = mei.post("/api/chat/session/create" + slash, "{\"title\": \"Travel\"}");

        var read = mei.get("/api/chat/session/" + created.text("session_id") + slash);

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json()).isEqualTo(created.json());
    }

    @Test
    void a_session_comes_with_its_newest_page_from_one_snapshot() {
        Api mei = server.as("mei");
        String id = mei.session();
        server.model.says("Hello").ends();
        mei.post("/api/chat/messages/?wait=true", Api.message(id, "Hi"));

        var read = mei.get("/api/chat/session/" + id + "/?include=messages").json();

        assertThat(read.get("session_id").asText()).isEqualTo(id);
        assertThat(read.get("total_count").asLong()).isEqualTo(2);
        assertThat(read.get("last_seq").asLong())
                .isEqualTo(read.at("/messages/1/seq").asLong());
        assertThat(read.at("/messages/0/content").asText()).isEqualTo("Hi");
        assertThat(read.at("/messages/1/content").asText()).isEqualTo("Hello");
    }

    @Test
    void a_session_is_changed_where_something_is_given() {
        Api mei = server.as("mei");
        String path = "/api/chat/session/" + mei.session() + "/";

        var renamed = mei.put(path, "{\"title\": \"Food\"}").json();
        var archived = mei.put(path, "{\"is_active\": false}").json();
        var back = mei.put(path, "{\"is_active\": true}").json();

        assertThat(renamed.get("title").asText()).isEqualTo("Food");
        assertThat(archived.get("is_active").asBoolean()).isFalse();
        assertThat(archived.get("title").asText()).isEqualTo("Food");
        assertThat(back.get("is_active").asBoolean()).isTrue();
    }

    @Test
    void a_closed_session_takes_no_message_until_it_is_opened() {
        Api mei = server.as("mei");
        String id = mei.session();
        String path = "/api/chat/session/" + id + "/";

        var closed = mei.put(path, "{\"closed\": true}").json();
        var refused = mei.post("/api/chat/messages/", Api.message(id, "Hi"));
        mei.put(path, "{\"closed\": false}");

        assertThat(closed.get("closed").asBoolean()).isTrue();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("error_code")).isEqualTo("SESSION_CLOSED");
        assertThat(mei.post("/api/chat/messages/", Api.message(id, "Hi")).status())
                .isEqualTo(202);
    }

    @Test
    void what_was_read_can_be_sent_back_and_changes_nothing() {
        Api mei = server.as("mei");
        String path = "/api/chat/session/" + mei.session() + "/";

        for (String standing : List.of("{}", "{\"closed\": true}", "{\"closed\": false}", "{\"is_active\": false}")) {
            mei.put(path, standing);
            var read = mei.get(path);

            assertThat(mei.put(path, read.text()).json()).isEqualTo(read.json());
        }
    }

    @Test
    void closed_and_archived_at_once_is_a_contradiction() {
        Api mei = server.as("mei");

        var answer = mei.put("/api/chat/session/" + mei.session() + "/", "{\"closed\": true, \"is_active\": false}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo("closed");
    }

    @Test
    void a_deleted_session_is_gone_and_can_be_restored() {
        Api mei = server.as("mei");
        String path = "/api/chat/session/" + mei.session() + "/";

        assertThat(mei.method("DELETE", path).status()).isEqualTo(204);
        assertThat(mei.get(path).status()).isEqualTo(404);
        assertThat(mei.method("DELETE", path).status()).isEqualTo(404);
        assertThat(mei.method("POST", path + "restore/").status()).isEqualTo(200);
        assertThat(mei.get(path).status()).isEqualTo(200);
    }

    @Test
    void all_sessions_of_the_caller_are_deleted_at_once_and_nobody_elses() {
        Api mei = server.as("mei");
        String open = "/api/chat/session/" + mei.session() + "/";
        String archived = "/api/chat/session/" + mei.session() + "/";
        mei.put(archived, "{\"is_active\": false}");
        String bens = "/api/chat/session/" + server.as("ben").session() + "/";

        var deleted = mei.method("DELETE", "/api/chat/sessions/");

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.json().toString()).isEqualTo("{\"deleted_count\":2}");
        assertThat(mei.get(open).status()).isEqualTo(404);
        assertThat(mei.get(archived).status()).isEqualTo(404);
        assertThat(mei.get("/api/chat/sessions/").json().get("sessions")).isEmpty();
        assertThat(server.as("ben").get(bens).status()).isEqualTo(200);
        assertThat(mei.method("DELETE", "/api/chat/sessions/")
                        .json()
                        .get("deleted_count")
                        .asInt())
                .isZero();
        assertThat(mei.method("POST", archived + "restore/").status()).isEqualTo(200);
        assertThat(mei.get(archived).status()).isEqualTo(200);
    }

    @Test
    void the_list_holds_the_callers_sessions_page_by_page() {
        Api mei = server.as("mei");
        server.as("ben").session();
        for (String title : List.of("b", "a", "d", "c", "e")) {
            mei.post(CREATE, "{\"title\": \"" + title + "\"}");
        }

        var titles = new ArrayList<String>();
        String path = "/api/chat/sessions/?sort=title&limit=2";
        JsonNode page = mei.get(path).json();
        page.get("sessions").forEach(session -> titles.add(session.get("title").asText()));
        while (page.get("has_more").asBoolean()) {
            page = mei.get(path + "&after=" + page.get("after").asText()).json();
            page.get("sessions")
                    .forEach(session -> titles.add(session.get("title").asText()));
        }

        assertThat(titles).containsExactly("a", "b", "c", "d", "e");
        assertThat(page.get("after").isNull()).isTrue();
    }

    @Test
    void the_list_tells_preview_count_and_unread() {
        Api mei = server.as("mei");
        String id = mei.session();
        server.model.says("Hello there").ends();
        mei.post("/api/chat/messages/?wait=true", Api.message(id, "Hi"));

        var entry = mei.get("/api/chat/sessions").json().at("/sessions/0");

        assertThat(entry.get("session_id").asText()).isEqualTo(id);
        assertThat(entry.get("message_count").asLong()).isEqualTo(2);
        assertThat(entry.get("last_message_preview").asText()).isEqualTo("Hello there");
        assertThat(entry.get("unread_count").asLong()).isEqualTo(1);
        assertThat(entry.get("websocket_url").asText()).endsWith("/ws/chat/" + id + "/");
    }

    @Test
    void the_list_can_be_narrowed_to_archived_ones() {
        Api mei = server.as("mei");
        String archived = mei.session();
        String active = mei.session();
        mei.put("/api/chat/session/" + archived + "/", "{\"is_active\": false}");

        assertThat(mei.get("/api/chat/sessions/?is_active=false").json().findValuesAsText("session_id"))
                .containsExactly(archived);
        assertThat(mei.get("/api/chat/sessions/?is_active=true").json().findValuesAsText("session_id"))
                .containsExactly(active);
        assertThat(mei.get("/api/chat/sessions/").json().findValuesAsText("session_id"))
                .containsExactlyInAnyOrder(archived, active);
    }

    @Test
    void the_assistants_are_told_with_what_they_offer() {
        var answer = server.as("mei").get("/api/chat/assistants/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/assistants/0/name").asText()).isEqualTo("default");
        assertThat(answer.json().at("/assistants/0/suggestions").isArray()).isTrue();
    }
}
