package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.in.Principal;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that stops reading costs little, slows nobody, and is freed of in the end. */
class SlowReaderTest {

    private static final Principal ADA = Principal.user("ada");
    private static final Duration HANG = Duration.ofSeconds(30);
    private static final int SMALL_BUFFER = 4 * 1024;
    private static final int ANSWERS = 60;

    private final ManualTime time = new ManualTime();
    private final String longText = "0123456789abcdef".repeat(8 * 1024);
    private TestServer server;
    private SessionId session;

    @BeforeEach
    void start() {
        server = TestServer.start(WebSocketConfig.STANDARD, time);
        session = server.session("ada");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ConditionFactory eventually() {
        return await().atMost(HANG);
    }

    /** Lets the model say 128 kB again and again, to a client that reads all of it. */
    private void flood(ChatClient reader, int answers) throws Exception {
        for (int i = 0; i < answers; i++) {
            server.engine().send(ADA, session, "again");
            server.model().asked().say(longText).end();
            assertThat(reader.await("ai_complete").path("full_response").asText())
                    .hasSize(longText.length());
        }
    }

    @Test
    void others_get_everything_while_one_reads_nothing() throws Exception {
        try (ChatClient stuck = server.open("ada", session, "?after_seq=1", SMALL_BUFFER);
                ChatClient reader = server.connect("ada", session, "?after_seq=1")) {
            flood(reader, ANSWERS);

            assertThat(server.adapter().connections()).isEqualTo(2);
            assertThat(stuck.next().path("type").asText()).isEqualTo("system");
        }
    }

    @Test
    void what_waits_for_a_stuck_client_is_at_most_one_frame() throws Exception {
        try (ChatClient stuck = server.open("ada", session, "?after_seq=1", SMALL_BUFFER);
                ChatClient reader = server.connect("ada", session, "?after_seq=1")) {
            flood(reader, ANSWERS);

            assertThat(server.adapter().waitingBytes()).isPositive().isLessThan(3L * longText.length());
            assertThat(stuck.next().path("type").asText()).isEqualTo("system");
        }
    }

    @Test
    void a_client_that_takes_nothing_for_too_long_is_cut_off_and_its_threads_end() throws Exception {
        try (ChatClient stuck = server.open("ada", session, "?after_seq=1", SMALL_BUFFER);
                ChatClient reader = server.connect("ada", session, "?after_seq=1")) {
            flood(reader, ANSWERS);
            time.pass(Duration.ofSeconds(11));
            reader.send("ping", Map.of());
            reader.await("pong");

            eventually()
                    .untilAsserted(
                            () -> assertThat(server.adapter().connections()).isEqualTo(1));
            assertThat(server.engine().useCases().followedSessions()).isEqualTo(1);
            assertThat(stuck.socket().readToEnd()).isTrue();
        }
    }

    @Test
    void a_client_that_was_cut_off_comes_back_and_misses_nothing() throws Exception {
        try (ChatClient stuck = server.open("ada", session, "?after_seq=1", SMALL_BUFFER);
                ChatClient reader = server.connect("ada", session, "?after_seq=1")) {
            flood(reader, ANSWERS);
            time.pass(Duration.ofSeconds(11));
            eventually()
                    .untilAsserted(
                            () -> assertThat(server.adapter().connections()).isEqualTo(1));
            assertThat(stuck.socket().readToEnd()).isTrue();
        }

        try (ChatClient back = server.connect("ada", session, "?after_seq=1")) {
            assertThat(back.next("resumed").path("complete").asBoolean()).isTrue();
            var seqs = new ArrayList<Long>();
            while (seqs.size() < 2 * ANSWERS) {
                long seq = back.next().path("seq").asLong();
                if (seq > 0) {
                    seqs.add(seq);
                }
            }
            assertThat(seqs).isSorted().doesNotHaveDuplicates().startsWith(2L).endsWith(1L + 2 * ANSWERS);
        }
    }

    @Test
    void a_client_that_reads_slowly_but_reads_is_not_cut_off() throws Exception {
        try (ChatClient slow = server.open("ada", session, "?after_seq=1", SMALL_BUFFER);
                ChatClient reader = server.connect("ada", session, "?after_seq=1")) {
            flood(reader, 40);
            slow.next("system");
            slow.next("resumed");
            for (int i = 0; i < 40; i++) {
                time.pass(Duration.ofSeconds(1));
                slow.await("ai_complete");
                slow.send("ping", Map.of());
                reader.send("ping", Map.of());
                reader.await("pong");
            }

            slow.await("pong");
        }
    }

    @Test
    void answers_nobody_reads_have_an_end_as_well() throws Exception {
        server.close();
        server = TestServer.start(
                WebSocketConfig.STANDARD
                        .withSizes(new WebSocketConfig.Sizes(64 * 1024, 256 * 1024, 1_024))
                        .withFlood(new WebSocketConfig.Flood(20, 10_000, 200, Duration.ofSeconds(10))),
                time);
        session = server.session("ada");
        try (ChatClient deaf = server.open("ada", session, "?after_seq=1", SMALL_BUFFER);
                ChatClient reader = server.connect("ada", session, "?after_seq=1")) {
            flood(reader, ANSWERS);
            for (int i = 0; i < 100; i++) {
                deaf.send("ping", Map.of());
            }
            reader.send("ping", Map.of());
            reader.await("pong");

            assertThat(server.adapter().waitingBytes()).isLessThan(3L * longText.length());
            assertThat(deaf.socket().readCloseCode()).isEqualTo(4408);
        }
    }
}
