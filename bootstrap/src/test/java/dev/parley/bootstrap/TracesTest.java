package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static dev.parley.bootstrap.ReplyFrames.awaitFrame;
import static dev.parley.bootstrap.ReplyFrames.field;
import static dev.parley.bootstrap.ReplyFrames.type;
import static dev.parley.bootstrap.TestCluster.LONG;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.bootstrap.TestCollector.Received;
import dev.parley.domain.canary.Canaries;
import io.opentelemetry.proto.trace.v1.Span.Event;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What a real server hands over of what people ask, to a real collector. On a starved machine the server may lose its lease
 * in the middle: a reply then has several attempts, and all of them are in its trace.
 */
class TracesTest {

    private static final Path CATALOGUE = Path.of("..", "docs", "traces.md");
    private static final String SEND = "message send";
    private static final String REPLY = "reply";
    private static final String CHAT = "chat large";
    private static final String DELIVER = "reply deliver";
    private static final String TEXT = "A word that stands in no trace.";
    private static final String ANSWER = "Neither does this one, ";

    /** A row of the catalogue: name, kind, parent, attributes, further attributes. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\w+) \\| ([^|]*) \\| ([^|]*) \\| ([^|]*) \\|");

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @TempDir
    private static Path data;

    private static TestCollector collector;
    private static ScriptedModelServer model;
    private static HttpClient http;
    private static ChatServer server;
    private static Caller caller;
    private static String guest;

    private String session;

    @BeforeAll
    static void start() throws IOException {
        collector = TestCollector.start();
        model = ScriptedModelServer.start().answering(ANSWER, "nor ", "this");
        http = HttpClient.newHttpClient();
        server = TestServers.start(
                data,
                Map.of(
                        "PARLEY_LLM_BASE_URL", model.baseUrl().toString(),
                        "PARLEY_LLM_MODEL", "large",
                        "PARLEY_LLM_RETRIES", "0",
                        "PARLEY_LLM_BREAKER_CALLS", "1000",
                        "PARLEY_NODE_NAME", "alone",
                        "PARLEY_TRACING_ENDPOINT", collector.address(),
                        "PARLEY_TRACING_HEADER", "X-Key: " + Canaries.noteSecret("the key of the collector"),
                        "PARLEY_TRACING_SERVICE_NAME", "our-chat"));
        caller = new Caller(server);
        guest = caller.guest();
    }

    @AfterAll
    static void stop() throws IOException {
        caller.close();
        http.close();
        server.close();
        model.close();
        collector.close();
    }

    /** To a new session. */
    private TestSocket socket() {
        session = caller.session(guest);
        return TestSocket.open(http, server.port(), session, guest);
    }

    private void say(TestSocket socket, String id, String text) {
        socket.send(object(
                "type",
                "user_message",
                "session_id",
                session,
                "client_message_id",
                id,
                "message",
                Canaries.noteText(text)));
    }

    /** A question's trace is called what the question is called. */
    private static String traceOf(String message) {
        return message.replace("-", "");
    }

    /** The trace of the only message a socket was told is accepted. */
    private static String traceOf(TestSocket socket) {
        awaitFrame(socket, type("message_accepted"));
        return traceOf(field(socket, "message_accepted", "message_id"));
    }

    private String answered() {
        try (TestSocket socket = socket()) {
            say(socket, "m-1", TEXT);
            awaitFrame(socket, type("ai_complete"));
            return whole(traceOf(socket), ended(REPLY, "complete"), ended(DELIVER, "complete"), asked("stop"));
        }
    }

    private String stopped() {
        model.playingFor("Stop me", ModelScript.streaming().delta("busy").stall());
        try (TestSocket socket = socket()) {
            say(socket, "m-1", "Stop me");
            awaitFrame(socket, "busy");
            socket.send(object("type", "cancel"));
            awaitFrame(socket, type("ai_cancelled"));
            return whole(traceOf(socket), ended(REPLY, "cancelled"), ended(DELIVER, "cancelled"), asked("closed"));
        }
    }

    private String failed() {
        model.playingFor("Fail", ModelScript.status(500));
        try (TestSocket socket = socket()) {
            say(socket, "m-1", "Fail");
            awaitFrame(socket, type("ai_failed"));
            return whole(
                    traceOf(socket),
                    ended(REPLY, "failed"),
                    ended(DELIVER, "failed"),
                    new Wanted(CHAT, "error.type", "unavailable"));
        }
    }

    private String resent() {
        try (TestSocket socket = socket()) {
            say(socket, "m-1", TEXT);
            awaitFrame(socket, type("message_accepted"));
            say(socket, "m-1", TEXT);
            await().atMost(LONG)
                    .until(() -> socket.frames(type("message_accepted")).size() == 2);
            String trace = traceOf(socket);
            return whole(
                    trace,
                    new Wanted(SEND, "parley.message.durability", "store"),
                    new Wanted(SEND, "parley.message.durability", "known"));
        }
    }

    /** The id of a message that is refused at first. */
    private String refusedFirst() {
        try (TestSocket socket = socket()) {
            say(socket, "m-1", " ");
            awaitFrame(socket, "INVALID_MESSAGE");
            say(socket, "m-1", TEXT);
            awaitFrame(socket, type("ai_complete"));
            return whole(
                    traceOf(socket),
                    new Wanted(SEND, "parley.message.durability", "store"),
                    new Wanted(SEND, "parley.message.refused", "INVALID_MESSAGE"));
        }
    }

    /** A span that a trace is to have: of this name, with this attribute. */
    private record Wanted(String name, String attribute, String value) {

        boolean isIn(String trace) {
            return named(trace, name).stream().anyMatch(this::is);
        }

        private boolean is(Received span) {
            return span.attribute(attribute).equals(value);
        }
    }

    private static Wanted ended(String name, String ending) {
        return new Wanted(name, "parley.reply.ending", ending);
    }

    private static Wanted asked(String finishReason) {
        return new Wanted(CHAT, "gen_ai.response.finish_reasons", finishReason);
    }

    /** The first span that is as wanted. */
    private static Received only(String trace, Wanted wanted) {
        return named(trace, wanted.name()).stream()
                .filter(wanted::is)
                .findFirst()
                .orElseThrow(() -> new AssertionError(wanted + " is not in " + collector.trace(trace)));
    }

    /** Waits until a trace has these spans, a root, and each other span of it a parent. */
    private static String whole(String trace, Wanted... spans) {
        await().atMost(LONG)
                .until(() -> Stream.of(spans).allMatch(wanted -> wanted.isIn(trace))
                        && collector.trace(trace).stream()
                                .anyMatch(span -> span.parent().isEmpty())
                        && isWhole(collector.trace(trace)));
        return trace;
    }

    private static boolean isWhole(List<Received> spans) {
        Set<String> ids = spans.stream().map(Received::id).collect(toSet());
        return spans.stream().allMatch(span -> span.parent().isEmpty() || ids.contains(span.parent()));
    }

    private static List<Received> named(String trace, String name) {
        return collector.trace(trace).stream()
                .filter(span -> span.name().equals(name))
                .toList();
    }

    private static Received root(String trace) {
        List<Received> roots = collector.trace(trace).stream()
                .filter(span -> span.parent().isEmpty())
                .toList();
        assertThat(roots).hasSize(1);
        return roots.getFirst();
    }

    private static Set<String> idsOf(String trace, String name) {
        return named(trace, name).stream().map(Received::id).collect(toSet());
    }

    @Test
    void a_question_over_a_socket_is_one_trace() {
        String trace = answered();

        Received root = root(trace);
        assertThat(root.name()).isEqualTo(SEND);
        assertThat(root.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(root.attribute("session.id")).isEqualTo(session);
        assertThat(root.attribute("parley.message.durability")).isEqualTo("store");
        assertThat(named(trace, SEND)).hasSize(1);
        assertThat(named(trace, "ConversationStore.accept"))
                .isNotEmpty()
                .allSatisfy(accept -> assertThat(accept.parent()).isEqualTo(root.id()))
                .allSatisfy(
                        accept -> assertThat(accept.attribute("db.system.name")).isEqualTo("h2database"));
        assertThat(named(trace, REPLY))
                .isNotEmpty()
                .allSatisfy(reply -> assertThat(reply.parent()).isEqualTo(root.id()));
        assertThat(named(trace, CHAT))
                .isNotEmpty()
                .allSatisfy(chat -> assertThat(idsOf(trace, REPLY)).contains(chat.parent()));
        assertThat(named(trace, "ReplyJobs.finish"))
                .isNotEmpty()
                .allSatisfy(finish -> assertThat(idsOf(trace, REPLY)).contains(finish.parent()));
        assertThat(named(trace, DELIVER))
                .isNotEmpty()
                .allSatisfy(deliver -> assertThat(deliver.parent()).isEqualTo(root.id()));
        assertThat(collector.trace(trace))
                .noneMatch(Received::failed)
                .extracting(Received::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void it_tells_how_the_answer_came() {
        String trace = answered();

        String characters = Integer.toString((ANSWER + "nor this").length());
        assertThat(only(trace, ended(REPLY, "complete")).attribute("parley.reply.characters"))
                .isEqualTo(characters);
        assertThat(only(trace, ended(DELIVER, "complete")).attribute("parley.deliver.characters"))
                .isEqualTo(characters);
        Received chat = only(trace, asked("stop"));
        assertThat(chat.attribute("gen_ai.usage.input_tokens")).isEqualTo("7");
        assertThat(chat.attribute("gen_ai.usage.output_tokens")).isEqualTo("3");
        assertThat(chat.span().getEventsList()).extracting(Event::getName).containsExactly("first text");
    }

    @Test
    void it_says_who_handed_it_over() {
        String trace = answered();

        assertThat(collector.trace(trace)).allSatisfy(span -> {
            assertThat(span.from()).isEqualTo("alone");
            assertThat(span.resource())
                    .containsEntry("service.name", "our-chat")
                    .containsKey("service.version");
        });
        assertThat(collector.keys()).containsExactly("the key of the collector");
    }

    @Test
    void a_question_over_http_that_has_no_name_is_one_too() {
        String body = object("session_id", caller.session(guest), "content", TEXT);
        var receipt = caller.post("/api/chat/messages/?wait=true", guest, body).with(200);

        String trace = whole(traceOf(receipt.text("message_id")), ended(REPLY, "complete"), asked("stop"));

        assertThat(root(trace).name()).isEqualTo(SEND);
        assertThat(receipt.text("client_message_id")).isNotEmpty();
    }

    @Test
    void a_resend_is_beneath_the_first() {
        String trace = resent();

        Received root = root(trace);
        assertThat(root.attribute("parley.message.durability")).isEqualTo("store");
        assertThat(named(trace, SEND))
                .filteredOn(span -> !span.parent().isEmpty())
                .singleElement()
                .satisfies(again -> {
                    assertThat(again.parent()).isEqualTo(root.id());
                    assertThat(again.attribute("parley.message.durability")).isEqualTo("known");
                });
    }

    @Test
    void a_refusal_is_no_root_and_no_failure_of_ours() {
        String trace = refusedFirst();

        Received root = root(trace);
        assertThat(root.attributes()).doesNotContain("parley.message.refused");
        assertThat(named(trace, SEND))
                .filteredOn(span -> !span.parent().isEmpty())
                .singleElement()
                .satisfies(refused -> {
                    assertThat(refused.parent()).isEqualTo(root.id());
                    assertThat(refused.attribute("parley.message.refused")).isEqualTo("INVALID_MESSAGE");
                    assertThat(refused.failed()).isFalse();
                });
    }

    @Test
    void a_stop_is_no_failure() {
        String trace = stopped();

        assertThat(collector.trace(trace)).noneMatch(Received::failed);
    }

    @Test
    void a_model_that_fails_is_a_failure() {
        String trace = failed();

        assertThat(only(trace, new Wanted(CHAT, "error.type", "unavailable")).failed())
                .isTrue();
        assertThat(only(trace, new Wanted(REPLY, "error.type", "AI_UNAVAILABLE"))
                        .failed())
                .isTrue();
        assertThat(root(trace).failed()).isFalse();
    }

    @Test
    void nobody_and_nothing_anybody_said_is_in_it() {
        answered();
        failed();

        assertThat(collector.all())
                .allSatisfy(span -> assertThat(span.span() + " " + span.resource())
                        .doesNotContain(guest, TEXT, ANSWER, "127.0.0.1", "the key of the collector"));
    }

    @Test
    void lines_of_the_log_name_their_trace() {
        var lines = new TracedLines();
        lines.listen();
        try {
            String trace = answered();

            await().atMost(LONG).until(() -> lines.traces("ModelTalk").contains(trace));
        } finally {
            lines.close();
        }
    }

    /** Which traces lines were part of, by logger. */
    private static final class TracedLines extends AppenderBase<ILoggingEvent> {

        private final Queue<String> seen = new ConcurrentLinkedQueue<>();
        private final Logger parley = (Logger) LoggerFactory.getLogger("dev.parley");
        private final Level usual = parley.getLevel();

        void listen() {
            setContext(parley.getLoggerContext());
            start();
            parley.addAppender(this);
            parley.setLevel(Level.DEBUG);
        }

        List<String> traces(String logger) {
            return seen.stream()
                    .filter(line -> line.startsWith(logger + " "))
                    .map(line -> line.substring(logger.length() + 1))
                    .toList();
        }

        @Override
        protected void append(ILoggingEvent event) {
            String logger = event.getLoggerName();
            seen.add(logger.substring(logger.lastIndexOf('.') + 1) + " "
                    + event.getMDCPropertyMap().get("trace_id"));
        }

        void close() {
            parley.detachAppender(this);
            parley.setLevel(usual);
        }
    }

    @Test
    void the_catalogue_has_every_span_and_attribute_and_no_other() throws IOException {
        answered();
        stopped();
        failed();
        resent();
        refusedFirst();

        Map<String, Row> catalogue = catalogue();
        Map<String, Row> seen = seen();

        assertThat(seen.keySet()).isEqualTo(catalogue.keySet());
        assertThat(seen).allSatisfy((name, span) -> {
            Row row = catalogue.get(name);
            assertThat(span.kind()).as(name).isEqualTo(row.kind());
            assertThat(span.always()).as(name).containsAll(row.always());
            var known = new TreeSet<>(row.always());
            known.addAll(row.sometimes());
            assertThat(known).as(name).containsAll(span.always());
        });
    }

    /**
     * A kind of span.
     *
     * @param always attributes that come
     * @param sometimes attributes that may come too
     */
    private record Row(String kind, Set<String> always, Set<String> sometimes) {}

    private static Map<String, Row> catalogue() throws IOException {
        var rows = new HashMap<String, Row>();
        ROW.matcher(Files.readString(CATALOGUE))
                .results()
                .forEach(row ->
                        rows.put(row.group(1), new Row(row.group(2), quoted(row.group(4)), quoted(row.group(5)))));
        return rows;
    }

    private static Set<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(found -> found.group(1)).collect(toCollection(TreeSet::new));
    }

    private static Map<String, Row> seen() {
        var rows = new HashMap<String, Row>();
        for (Received span : collector.all()) {
            Row row = rows.computeIfAbsent(
                    kindOf(span.name()),
                    name -> new Row(span.span().getKind().name().replace("SPAN_KIND_", ""), new TreeSet<>(), Set.of()));
            row.always().addAll(span.attributes());
        }
        return rows;
    }

    private static String kindOf(String name) {
        if (name.startsWith("chat ")) {
            return "chat MODEL";
        }
        return name.contains(".") ? "STORE.call" : name;
    }
}
