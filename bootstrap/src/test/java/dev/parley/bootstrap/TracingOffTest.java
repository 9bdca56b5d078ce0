package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.application.ChatEngine;
import dev.parley.application.local.LocalFileStore;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.bootstrap.identity.Identity;
import dev.parley.bootstrap.settings.TracingSettings;
import dev.parley.bootstrap.tracing.Traces;
import dev.parley.bootstrap.tracing.Tracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where nothing is traced nothing is changed, and where nobody takes traces nobody notices. */
class TracingOffTest {

    @TempDir
    Path data;

    private static Tracing tracing(URI endpoint, double ratio) {
        return Traces.begin(
                new TracingSettings(endpoint, null, ratio, "parley"),
                "0.0.0",
                "a",
                UUID::randomUUID,
                InstantSource.system());
    }

    @Test
    void without_a_collector_and_for_no_question_it_is_off() {
        assertThat(tracing(null, 1)).isSameAs(Tracing.NOTHING);
        assertThat(tracing(URI.create("http://127.0.0.1:1"), 0)).isSameAs(Tracing.NOTHING);
    }

    @Test
    void off_every_port_is_the_very_same_object() {
        LanguageModel model = prompt -> {
            throw new IllegalStateException("nobody asks");
        };
        assertThat(Tracing.NOTHING.model("demo", "demo", model)).isSameAs(model);
        try (ChatEngine engine = ChatEngine.builder().start()) {
            var sending = engine.useCases().sendMessage();
            var following = engine.useCases().followSession();
            assertThat(Tracing.NOTHING.sending(sending)).isSameAs(sending);
            assertThat(Tracing.NOTHING.following(following)).isSameAs(following);
        }
        try (var database = MssqlAdapter.open(MssqlConfig.embedded(data), PlainVault::over)) {
            Storage storage = Storage.over(
                    database, Identity.auditChain(new byte[32]), new LocalFileStore(data.resolve("files")));
            Storage off = storage.traced(Tracing.NOTHING, "H2");
            assertThat(off.sessions()).isSameAs(storage.sessions());
            assertThat(off.conversations()).isSameAs(storage.conversations());
            assertThat(off.replies()).isSameAs(storage.replies());
            assertThat(off).isEqualTo(storage);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TestCollector.Manner.class,
            names = {"REFUSING", "HANGING"})
    void a_collector_that_takes_nothing_harms_nothing(TestCollector.Manner manner) throws IOException {
        try (TestCollector collector = TestCollector.start(manner)) {
            converse(collector.address());

            await().atMost(TestCluster.LONG).until(() -> collector.requests() > 0);
        }
    }

    @Test
    void nor_does_one_that_is_not_there() throws IOException {
        int nobodys;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodys = socket.getLocalPort();
        }

        converse("http://127.0.0.1:" + nobodys);
    }

    /** A whole server's life, with an answer in it. */
    private void converse(String collector) {
        ChatServer server =
                TestServers.start(data, Map.of("PARLEY_TRACING_ENDPOINT", collector, "PARLEY_DEMO_SPEED", "10000"));
        try (var caller = new Caller(server)) {
            String visitor = caller.guest();
            String body = Caller.object("session_id", caller.session(visitor), "content", "count to 3");

            var answer = caller.post("/api/chat/messages/?wait=true", visitor, body);

            assertThat(answer.with(200).json().at("/reply/content").asText()).isEqualTo("1, 2, 3.");
        } finally {
            server.close();
        }
    }
}
