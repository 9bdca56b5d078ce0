package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.bootstrap.process.ServerProcess;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server is killed with {@code kill -9}, again and again, over one data folder. What was acknowledged is there
 * afterwards, once; every question gets one reply, whole or honestly ended; a client that comes back is told all of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {

    private static final int BURST = 12;

    private final List<ChatClient> earlier = new ArrayList<>();
    private final Map<ChatClient, Api> people = new HashMap<>();

    private Path dataDir;

    private ScriptedModelServer model;
    private HttpClient http;
    private ServerProcess server;
    private Api person;
    private ChatClient client;
    private String question;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        dataDir = folder;
        model = ScriptedModelServer.start().playing(request -> Answers.whole(request.lastUserMessage()));
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        startServer();
    }

    @BeforeEach
    void begin() throws Exception {
        question = "Question " + (earlier.size() + 1);
        person = Api.guest(http, server.port());
        client = ChatClient.open(person, person.session());
    }

    @AfterEach
    void leave() {
        client.close();
        earlier.add(client);
        people.put(client, person);
    }

    /** What later crashes did to earlier conversations: nothing. */
    @AfterAll
    void stop() throws Exception {
        try {
            for (ChatClient past : earlier) {
                Audit.check(people.get(past).at(server.port()), past);
            }
        } finally {
            server.close();
            model.close();
        }
    }

    private void startServer() throws Exception {
        server = ServerProcess.start(
                dataDir, Map.of("PARLEY_LLM_BASE_URL", model.baseUrl().toString(), "PARLEY_LLM_MODEL", "scripted"));
    }

    private void comeBack() throws Exception {
        startServer();
        person = person.at(server.port());
        client.reconnect(person);
    }

    /** All is well, also after the client has said everything a second time. */
    private void audit() throws Exception {
        client.awaitAll();
        Audit.check(person, client);
        int frames = client.socket().frames().size();
        client.sayAllAgain();
        for (String ignored : client.sent().keySet()) {
            awaitDuplicate();
        }
        Audit.check(person, client);
        assertThat(client.socket().frames()).hasSize(frames + client.sent().size());
    }

    private void awaitDuplicate() throws InterruptedException {
        JsonNode receipt = client.socket().next("message_accepted");
        while (!receipt.path("duplicate").asBoolean()) {
            receipt = client.socket().next("message_accepted");
        }
    }

    @RepeatedTest(2)
    void an_acknowledged_message_survives_a_kill_right_after_it() throws Exception {
        client.ask("a", question);
        server.kill();

        comeBack();

        audit();
        assertThat(client.conversation().text(replyTo("a"))).isEqualTo(Answers.to(question));
    }

    @RepeatedTest(2)
    void a_reply_whose_model_had_said_nothing_is_written_anew() throws Exception {
        var gate = new CountDownLatch(1);
        model.playingFor(question, Answers.waitingAfter(0, question, gate));
        client.ask("a", question);
        Answers.awaitAsked(model, question);
        server.kill();

        gate.countDown();
        comeBack();

        audit();
        assertThat(client.conversation().text(replyTo("a"))).isEqualTo(Answers.to(question));
        assertThat(client.conversation().attempt(replyTo("a"))).isEqualTo(2);
    }

    @ParameterizedTest(name = "killed after {0} pieces")
    @ValueSource(ints = {1, 5, 11})
    void a_reply_cut_in_the_middle_is_written_anew_and_its_reader_ends_with_the_right_text(int pieces)
            throws Exception {
        var gate = new CountDownLatch(1);
        model.playingFor(question, Answers.waitingAfter(pieces, question, gate));
        String reply = client.ask("a", question);
        client.conversation().awaitText(reply, Answers.length(question, pieces));
        server.kill();

        gate.countDown();
        comeBack();

        audit();
        assertThat(client.conversation().text(reply)).isEqualTo(Answers.to(question));
        assertThat(client.conversation().attempt(reply)).isEqualTo(2);
    }

    @RepeatedTest(2)
    void a_kill_right_after_the_last_token_leaves_one_whole_reply() throws Exception {
        var gate = new CountDownLatch(1);
        model.playingFor(question, Answers.waitingAfter(Answers.PIECES, question, gate));
        String reply = client.ask("a", question);
        client.conversation().awaitText(reply, Answers.to(question).length());
        gate.countDown();
        server.kill();

        comeBack();

        audit();
        assertThat(client.conversation().text(reply)).isEqualTo(Answers.to(question));
    }

    @RepeatedTest(2)
    void a_reply_that_was_told_whole_is_not_written_again() throws Exception {
        String reply = client.ask("a", question);
        client.conversation().awaitEnd(reply);
        server.kill();

        comeBack();

        audit();
        assertThat(client.conversation().attempt(reply)).isEqualTo(1);
    }

    @RepeatedTest(2)
    void messages_that_waited_for_their_turn_are_answered_in_turn() throws Exception {
        var gate = new CountDownLatch(1);
        model.playingFor(question, Answers.waitingAfter(4, question, gate));
        String first = client.ask("a", question);
        client.conversation().awaitText(first, Answers.length(question, 4));
        String second = client.ask("b", "And then?");
        String third = client.ask("c", "And after that?");
        server.kill();

        gate.countDown();
        comeBack();

        audit();
        assertThat(List.of(endOf(first), endOf(second), endOf(third))).isSorted();
    }

    @ParameterizedTest(name = "killed after {0} acknowledgements")
    @ValueSource(ints = {1, 5, BURST})
    void of_a_burst_everything_acknowledged_is_there_and_the_rest_can_be_sent_again(int acknowledged) throws Exception {
        for (int i = 0; i < BURST; i++) {
            client.say("burst-" + i, question + i);
        }
        Conversation told = client.conversation();
        told.await(acknowledged + " receipts", () -> told.receiptCount() >= acknowledged);
        server.kill();
        var before = told.receipts();

        startServer();
        person = person.at(server.port());
        assertThat(person.messages(client.session()))
                .extracting(message -> message.path("message_id").asText())
                .containsAll(before.values().stream()
                        .map(receipt -> receipt.path("message_id").asText())
                        .toList());
        client.reconnect(person);
        client.sayAllAgain();

        client.awaitAll();
        Audit.check(person, client);
        assertThat(told.receipts()).containsAllEntriesOf(before);
    }

    @Test
    void a_reply_that_crashes_the_server_again_and_again_is_given_up_with_the_text_it_had() throws Exception {
        Conversation told = client.conversation();
        model.playingFor(question, Answers.after(4, question).stall());
        String reply = client.ask("a", question);
        for (int life = 1; life <= 3; life++) {
            int attempt = life;
            told.await("attempt " + life, () -> told.attemptReaches(reply, attempt));
            told.awaitText(reply, Answers.length(question, 3 + life));
            server.kill();
            model.playingFor(question, Answers.after(4 + life, question).stall());
            comeBack();
        }

        JsonNode end = client.conversation().awaitEnd(reply);

        assertThat(end.path("type").asText()).isEqualTo("ai_interrupted");
        client.ask("b", "Are you still there?");
        audit();
        assertThat(client.conversation().text(replyTo("b"))).isEqualTo(Answers.to("Are you still there?"));
    }

    private String replyTo(String clientMessageId) {
        return client.conversation()
                .receipts()
                .get(clientMessageId)
                .path("reply_id")
                .asText();
    }

    private long endOf(String reply) throws InterruptedException {
        return client.conversation().awaitEnd(reply).path("seq").asLong();
    }
}
