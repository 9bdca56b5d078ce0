package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a request sees whose reply ended in a hole of its feed. */
@Timeout(60)
class HoleTest {

    private final AtomicInteger reads = new AtomicInteger();

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
                    new FeedWithAHole.Following(ports.followSession(), reads),
                    ports.readAssistants(),
                    ports.managePreferences(),
                    ports.searchMessages(),
                    ports.readPresence()));

    private Api mei;
    private String session;

    @BeforeEach
    void begin() {
        mei = server.as("mei");
        session = mei.session();
    }

    @Test
    void waiting_finds_the_reply_in_the_history() {
        var waiting = CompletableFuture.supplyAsync(
                () -> mei.post("/api/chat/messages/?wait=true", Api.message(session, "Hi")));
        await().until(() -> reads.get() > 0);
        server.model.says("Hello").ends();

        var answer = waiting.join();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/reply/content").asText()).isEqualTo("Hello");
        assertThat(answer.json().at("/reply/state").asText()).isEqualTo("complete");
    }

    @Test
    void a_stream_gets_the_whole_text_anew_and_its_end() throws Exception {
        try (var events = EventReader.of(mei.stream(Api.message(session, "Hi")))) {
            events.next("message_accepted");
            events.next("ai_started");
            server.model.says("Hel");
            events.next("ai_chunk");
            server.model.says("lo").ends();

            List<EventReader.Event> rest = events.all();

            assertThat(rest.getLast().name()).isEqualTo("ai_complete");
            assertThat(rest.getLast().text("full_response")).isEqualTo("Hello");
            assertThat(rest.get(rest.size() - 2).name()).isEqualTo("ai_snapshot");
            assertThat(rest.get(rest.size() - 2).text("content")).isEqualTo("Hello");
        }
    }
}
