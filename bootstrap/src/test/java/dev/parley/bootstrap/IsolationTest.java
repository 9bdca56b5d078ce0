package dev.parley.bootstrap;

import static dev.parley.bootstrap.SharedServer.ACME;
import static dev.parley.bootstrap.SharedServer.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.adapter.websocket.WebSocketAdapter;
import dev.parley.bootstrap.Isolation.Attempt;
import dev.parley.bootstrap.Isolation.Frame;
import dev.parley.bootstrap.Isolation.Row;
import dev.parley.bootstrap.Isolation.Things;
import dev.parley.bootstrap.Isolation.Try;
import dev.parley.bootstrap.SharedServer.Answer;
import dev.parley.bootstrap.SharedServer.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two tenants on one server: whatever people of Globex try with what is Acme's, by every request and every frame there
 * is, they learn no more than of things that never were. The answers are the same, so are the calls of stores behind
 * them, and of Acme nothing is changed and nothing told.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationTest {

    private static final List<String> ROLES = List.of("guest", "user", "agent", "supervisor", "admin");

    /** Need no caller, so there is nobody to be taken for. */
    private static final Set<String> OPEN = Set.of(
            "POST /api/auth/guest",
            "POST /api/auth/register",
            "POST /api/auth/login",
            "POST /api/auth/refresh",
            "POST /api/auth/password-reset",
            "GET /.well-known/jwks.json",
            "GET /health/live",
            "GET /health/ready",
            "GET /version");

    private final Map<String, Try> known = new HashMap<>();
    private SharedServer server;
    private Things acmes;
    private Things nobodys;

    @BeforeAll
    void start(@TempDir Path data) {
        server = SharedServer.start(data);
        acmes = Isolation.ofAcme(server);
        nobodys = Isolation.ofNobody(acmes);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static List<Row> requests() {
        return Isolation.requests();
    }

    static List<Frame> frames() {
        return Isolation.frames();
    }

    static List<String> roles() {
        return ROLES;
    }

    @Test
    void no_route_is_missing() {
        Set<String> rows = Isolation.requests().stream().map(Row::route).collect(Collectors.toSet());

        assertThat(new TreeSet<>(rows)).isEqualTo(new TreeSet<>(server.routes()));
    }

    @Test
    void no_frame_is_missing() {
        Set<String> rows = Isolation.frames().stream().map(Frame::type).collect(Collectors.toSet());

        assertThat(new TreeSet<>(rows)).isEqualTo(new TreeSet<>(WebSocketAdapter.frameTypes()));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_finds_no_more_of_another_tenant_than_of_nobody(Row row) {
        for (String role : ROLES) {
            Try stranger = trial(role, acmes, row.fresh());
            Try alike = trial(role, nobodys, row.fresh());
            List<String> before = server.rows(ACME);
            server.calls().taken();

            Answer foreign = call(row.attempt().apply(stranger));
            List<String> foreignCalls = server.calls().taken();
            Answer missing = call(row.attempt().apply(alike));
            List<String> missingCalls = server.calls().taken();

            assertThat(server.rows(ACME))
                    .as("%s by %s changes nothing", row, role)
                    .isEqualTo(before);
            assertTellsNothing(foreign.text(), row.attempt().apply(stranger));
            if (row.alike()) {
                assertThat(shape(foreign, stranger)).as("%s by %s", row, role).isEqualTo(shape(missing, alike));
                assertThat(foreignCalls)
                        .as("store calls of %s by %s", row, role)
                        .isEqualTo(missingCalls);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"access", "guest", "api key secret", "operator"})
    void a_token_of_one_tenant_is_worth_nothing_in_another(String which) {
        List<String> before = server.rows(ACME);
        Try own = trial("user", acmes, false);
        for (Row row : Isolation.requests()) {
            if (OPEN.contains(row.route())) {
                continue;
            }
            server.calls().taken();
            Answer foreign = call(with(acmes.of(which), row.attempt().apply(own)));
            List<String> foreignCalls = server.calls().taken();
            Answer forged = call(with(nobodys.of(which), row.attempt().apply(own)));

            assertThat(foreign.status()).as(row.route()).isEqualTo(401);
            assertThat(shape(foreign, own)).as(row.route()).isEqualTo(shape(forged, own));
            assertThat(foreignCalls).as(row.route()).isEmpty();
        }
        assertThat(server.rows(ACME)).isEqualTo(before);
    }

    @Test
    void a_cookie_of_one_tenant_is_worth_nothing_in_another() {
        String cookie = "parley_guest=" + acmes.of("guest");

        assertThat(server.call(GLOBEX, "GET", "/api/chat/sessions/", "", "", "Cookie", cookie)
                        .status())
                .isEqualTo(401);
        assertThat(server.call(ACME, "GET", "/api/chat/sessions/", "", "", "Cookie", cookie)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("roles")
    void a_socket_to_another_tenants_session_is_one_to_none(String role) {
        Try me = trial(role, acmes, false);
        List<String> before = server.rows(ACME);
        server.calls().taken();

        for (String session : List.of("session", "deleted session", "guest session")) {
            String foreign =
                    server.knock(GLOBEX, acmes.of(session), "", bearer(me.me().token()));
            List<String> foreignCalls = server.calls().taken();
            String missing =
                    server.knock(GLOBEX, nobodys.of(session), "", bearer(me.me().token()));

            assertThat(foreign).startsWith("HTTP/1.1 404 ").isEqualTo(missing);
            assertThat(foreignCalls).isEqualTo(server.calls().taken());
        }
        assertThat(server.rows(ACME)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access", "guest", "api key secret", "operator"})
    void a_token_of_one_tenant_opens_no_socket_in_another(String which) {
        Try me = trial("user", acmes, false);
        server.calls().taken();

        for (String session : List.of(acmes.of("session"), me.session())) {
            String foreign = server.knock(GLOBEX, session, "", bearer(acmes.of(which)));

            assertThat(foreign)
                    .startsWith("HTTP/1.1 401 ")
                    .isEqualTo(server.knock(GLOBEX, session, "", bearer(nobodys.of(which))));
            assertThat(server.calls().taken()).isEmpty();
        }
    }

    @Test
    void a_ticket_of_one_tenant_opens_nothing_in_another_and_is_not_spent_there() {
        String session = acmes.of("session");
        String ticket = server.post(ACME, "/api/auth/ws-ticket/", acmes.of("access"), "session_id", session)
                .must(200)
                .text("ticket");
        server.calls().taken();

        String foreign = server.knock(GLOBEX, session, "?ticket=" + ticket);

        assertThat(foreign).startsWith("HTTP/1.1 401 ");
        assertThat(server.calls().taken()).isEmpty();
        assertThat(foreign).isEqualTo(server.knock(GLOBEX, session, "?ticket=" + nobodys.of("ticket")));
        assertThat(server.knock(ACME, session, "?ticket=" + ticket)).startsWith("HTTP/1.1 101 ");
    }

    @ParameterizedTest
    @MethodSource("frames")
    void a_frame_finds_no_more_of_another_tenant_than_of_nobody(Frame frame) {
        for (String role : ROLES) {
            Try stranger = trial(role, acmes, false);
            Try alike = trial(role, nobodys, false);
            List<String> before = server.rows(ACME);

            Heard foreign = heard(frame, stranger);
            Heard missing = heard(frame, alike);

            assertThat(server.rows(ACME))
                    .as("%s by %s changes nothing", frame, role)
                    .isEqualTo(before);
            assertTellsNothing(String.join("\n", foreign.frames()), frame.text().apply(stranger));
            assertThat(shapes(foreign.frames(), stranger))
                    .as("%s by %s", frame, role)
                    .isEqualTo(shapes(missing.frames(), alike));
            assertThat(foreign.calls())
                    .as("store calls of %s by %s", frame, role)
                    .isEqualTo(missing.calls());
        }
    }

    @Test
    void nothing_that_happens_in_one_tenant_is_heard_in_another() {
        Map<Try, SharedSocket> strangers = new LinkedHashMap<>();
        try (SharedSocket owner = server.socket(ACME, acmes.of("access"), acmes.of("session"))) {
            for (String role : ROLES) {
                Try me = trial(role, acmes, true);
                SharedSocket socket = server.socket(GLOBEX, me.me().token(), me.session());
                strangers.put(me, socket);
                settled(socket, "before");
            }

            owner.send(SharedServer.object("type", "typing", "session_id", acmes.of("session"), "is_typing", true));
            owner.send(SharedServer.object(
                    "type", "user_message", "session_id", acmes.of("session"), "message", "echo quokka again"));
            owner.until(frame -> frame.contains("\"type\":\"ai_complete\""));
            server.call(
                            ACME,
                            "PUT",
                            "/api/chat/session/" + acmes.of("session") + "/",
                            acmes.of("access"),
                            SharedServer.object("title", "quokka too"))
                    .must(200);
            owner.until(frame -> frame.contains("quokka too"));

            strangers.forEach((me, socket) -> {
                assertThat(settled(socket, "after")).isEmpty();
                socket.send(SharedServer.object(
                        "type", "user_message", "session_id", me.session(), "message", "echo of my own"));
                assertThat(socket.through(frame -> frame.contains("\"type\":\"ai_complete\"")))
                        .noneMatch(frame -> frame.contains(Isolation.MARK) || frame.contains(acmes.of("session")));
            });
        } finally {
            strangers.values().forEach(SharedSocket::close);
        }
    }

    @Test
    void nothing_that_concerns_people_of_one_tenant_is_told_to_those_of_another() {
        Map<Try, SharedSocket> strangers = new LinkedHashMap<>();
        try {
            for (String role : ROLES) {
                Try me = trial(role, acmes, true);
                strangers.put(me, server.userSocket(GLOBEX, me.me().token()));
            }
            String session = server.session(ACME, acmes.of("access"));

            strangers.forEach((me, socket) -> {
                server.call(
                                GLOBEX,
                                "PUT",
                                "/api/chat/session/" + me.session() + "/",
                                me.me().token(),
                                SharedServer.object("title", "my own"))
                        .must(200);
                assertThat(socket.through(frame -> frame.contains("my own")))
                        .noneMatch(frame -> frame.contains(session) || frame.contains(Isolation.MARK));
            });
        } finally {
            strangers.values().forEach(SharedSocket::close);
        }
    }

    private Try trial(String role, Things things, boolean fresh) {
        String name = role + (things.equals(acmes) ? " of acme's" : " of nobody's");
        return fresh ? somebody(role, things) : known.computeIfAbsent(name, same -> somebody(role, things));
    }

    private Try somebody(String role, Things things) {
        Member member = server.member(GLOBEX, role);
        return new Try(member, server.session(GLOBEX, member.token()), things);
    }

    private Answer call(Attempt attempt) {
        return server.call(
                GLOBEX, attempt.method(), attempt.path(), attempt.token(), attempt.body(), attempt.headers());
    }

    private static Attempt with(String token, Attempt attempt) {
        return new Attempt(attempt.method(), attempt.path(), token, attempt.body(), attempt.headers());
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    /** What a socket of one's own says to a frame, and the calls behind it. */
    private record Heard(List<String> frames, List<String> calls) {}

    private Heard heard(Frame frame, Try who) {
        try (SharedSocket socket = server.socket(GLOBEX, who.me().token(), who.session())) {
            // The greeting; a resume must be the first that is sent.
            socket.until(greeting -> greeting.contains("\"type\":\"system\""));
            server.calls().taken();
            socket.send(frame.text().apply(who));
            if (!frame.answer().isEmpty()) {
                // How a reply is cut into pieces, and who asks the store for it meanwhile, is not its asker's.
                List<String> heard =
                        new ArrayList<>(socket.through(end -> end.contains("\"type\":\"" + frame.answer() + "\"")));
                heard.removeIf(piece -> piece.contains("\"type\":\"ai_chunk\""));
                return new Heard(heard, List.of());
            }
            return new Heard(settled(socket, "end"), server.calls().taken());
        }
    }

    /** What came until the answer to a frame that is sent now. */
    private static List<String> settled(SharedSocket socket, String mark) {
        socket.send(SharedServer.object("type", "cancel", "client_command_id", mark));
        return socket.until(frame -> frame.contains("\"client_command_id\":\"" + mark + "\""));
    }

    /** Nothing of Acme's but what was sent along. */
    private void assertTellsNothing(String answer, Object attempt) {
        String sent = attempt instanceof Attempt request
                ? request.path() + request.body() + request.token() + String.join(" ", request.headers())
                : attempt.toString();
        String rest = answer;
        for (Map.Entry<String, String> thing : acmes.all().entrySet()) {
            if (Isolation.NAMES.contains(thing.getKey()) || sent.contains(thing.getValue())) {
                rest = rest.replace(thing.getValue(), "");
            } else {
                assertThat(answer).as(thing.getKey()).doesNotContain(thing.getValue());
            }
        }
        assertThat(rest).doesNotContain(Isolation.MARK);
    }

    /** An answer without what is its caller's own. */
    private String shape(Answer answer, Try who) {
        Set<String> telling = new LinkedHashSet<>(List.of(
                "content-type", "cache-control", "www-authenticate", "location", "retry-after", "etag", "allow"));
        String headers = telling.stream()
                .map(name -> name + "=" + answer.headers().getOrDefault(name, List.of()))
                .collect(Collectors.joining(", "));
        return answer.status() + " " + shape(headers + " " + answer.text(), who);
    }

    private List<String> shapes(List<String> frames, Try who) {
        return frames.stream().map(frame -> shape(frame, who)).toList();
    }

    private String shape(String text, Try who) {
        String shape = text;
        for (Things things : List.of(acmes, nobodys)) {
            for (String name : Isolation.NAMES) {
                shape = shape.replace(things.of(name), "<" + name + ">");
            }
        }
        for (Map.Entry<String, String> thing : who.things().all().entrySet()) {
            shape = shape.replace(thing.getValue(), "<" + thing.getKey() + ">");
        }
        return shape.replaceAll("\\b(user|agent|supervisor|admin)-\\d+\\b", "<member>")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
                .replaceAll("(parley_|v1\\.|eyJ)[A-Za-z0-9_.-]{30,}", "<token>")
                .replaceAll("\"(expires_in|refresh_expires_in)\":\\d+", "\"$1\":<seconds>")
                .replaceAll("filename=\"[^\"]*\"", "filename=<name>");
    }
}
