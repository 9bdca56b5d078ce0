package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.LongStream;

/** Compares what a client was told with what the server has stored, when all replies have ended. */
final class Audit {

    private final Api person;
    private final ChatClient client;
    private final Conversation told;
    private final List<JsonNode> stored;

    private Audit(Api person, ChatClient client) {
        this.person = person;
        this.client = client;
        this.told = client.conversation();
        this.stored = person.messages(client.session());
    }

    /** Nothing is lost, nothing is there twice, every promise was kept. */
    static void check(Api person, ChatClient client) throws InterruptedException {
        var audit = new Audit(person, client);
        audit.everyMessageIsThereOnce();
        audit.everyQuestionHasOneReply();
        audit.placesAreInOrder();
        audit.theClientWasToldAllOfIt();
        audit.aNewcomerIsToldTheSame();
    }

    private void everyMessageIsThereOnce() {
        assertThat(ofType("user"))
                .extracting(message -> message.path("client_message_id").asText())
                .containsExactlyInAnyOrderElementsOf(client.sent().keySet());
        assertThat(ofType("user")).allSatisfy(message -> {
            String id = message.path("client_message_id").asText();
            assertThat(message.path("content").asText()).isEqualTo(client.sent().get(id));
            assertThat(told.receipts().get(id).path("message_id")).isEqualTo(message.path("message_id"));
            assertThat(told.receipts().get(id).path("durability").asText()).isEqualTo("db");
            assertThat(told.receipts().get(id).path("seq")).isEqualTo(message.path("seq"));
        });
    }

    private void everyQuestionHasOneReply() {
        assertThat(ofType("ai"))
                .extracting(reply -> reply.path("message_id").asText())
                .containsExactlyInAnyOrderElementsOf(told.receipts().values().stream()
                        .map(receipt -> receipt.path("reply_id").asText())
                        .toList());
        assertThat(ofType("ai")).allSatisfy(reply -> {
            String question = questionOf(reply);
            String text = reply.path("content").asText();
            switch (reply.path("state").asText()) {
                case "complete" -> assertThat(text).isEqualTo(Answers.to(question));
                case "interrupted", "cancelled", "failed" ->
                    assertThat(Answers.to(question)).startsWith(text);
                default -> throw new AssertionError("a reply without an end: " + reply);
            }
        });
        assertThat(person.history(client.session(), "limit=1").path("open_replies"))
                .isEmpty();
    }

    private String questionOf(JsonNode reply) {
        return ofType("user").stream()
                .filter(message -> message.path("message_id").equals(reply.path("reply_to")))
                .map(message -> message.path("content").asText())
                .findFirst()
                .orElseThrow(() -> new AssertionError("a reply without a question: " + reply));
    }

    private void placesAreInOrder() {
        assertThat(stored)
                .extracting(message -> message.path("position").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, stored.size()).boxed().toList());
        assertThat(stored)
                .extracting(message -> message.path("seq").asLong())
                .doesNotHaveDuplicates()
                .isSorted();
    }

    private void theClientWasToldAllOfIt() {
        assertThat(told.broken()).isEmpty();
        assertThat(ofType("ai")).allSatisfy(reply -> {
            String id = reply.path("message_id").asText();
            assertThat(told.text(id)).isEqualTo(reply.path("content").asText());
            assertThat(told.attempt(id)).isEqualTo(reply.path("attempt").asInt());
        });
        assertThat(person.history(client.session(), "limit=1").path("last_seq").asLong())
                .isEqualTo(told.lastSeq());
    }

    private void aNewcomerIsToldTheSame() throws InterruptedException {
        try (ChatClient newcomer = ChatClient.open(person, client.session())) {
            newcomer.conversation()
                    .await("all events", () -> newcomer.conversation().lastSeq() >= told.lastSeq());

            assertThat(newcomer.conversation().broken()).isEmpty();
            assertThat(newcomer.conversation().lastSeq()).isEqualTo(told.lastSeq());
            assertThat(ofType("ai"))
                    .allSatisfy(reply -> assertThat(newcomer.conversation()
                                    .text(reply.path("message_id").asText()))
                            .isEqualTo(reply.path("content").asText()));
        }
    }

    private List<JsonNode> ofType(String type) {
        return stored.stream()
                .filter(message -> message.path("type").asText().equals(type))
                .toList();
    }
}
