package dev.parley.bootstrap;

import static dev.parley.bootstrap.SharedServer.ACME;
import static dev.parley.bootstrap.SharedServer.PASSWORD;
import static dev.parley.bootstrap.SharedServer.object;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.SharedServer.Answer;
import dev.parley.bootstrap.SharedServer.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What is tried on Acme by people of Globex: with which ids, where, and how. */
final class Isolation {

    /** In every text of Acme's, and in nobody else's. */
    static final String MARK = "quokka";

    private Isolation() {}

    /** What people of Globex may call their own things as well. */
    static final Set<String> NAMES =
            Set.of("username", "email", "command", "client message", "second client message", "service account");

    /**
     * Everything of Acme's that a stranger might have got hold of, by name; or as much that is nobody's and looks alike.
     *
     * @param all ids, names, keys, tokens, cursors
     */
    record Things(Map<String, String> all) {

        String of(String name) {
            String thing = all.get(name);
            if (thing == null) {
                throw new AssertionError("nobody has a " + name);
            }
            return thing;
        }
    }

    /** Makes in Acme one of everything there can be. */
    static Things ofAcme(SharedServer server) {
        Map<String, String> all = new LinkedHashMap<>();
        Answer ada = server.registered(ACME, MARK + "-ada");
        String token = ada.text("access_token");
        all.put("username", MARK + "-ada");
        all.put("email", MARK + "-ada@example.com");
        all.put("user", ada.json().path("user").path("user_id").asText());
        all.put("access", token);
        all.put("refresh", ada.text("refresh_token"));
        all.put("command", MARK + "-command");
        all.put(
                "session",
                server.post(
                                ACME,
                                "/api/chat/session/create/",
                                token,
                                "title",
                                MARK + " title",
                                "context",
                                MARK + " context",
                                "client_command_id",
                                MARK + "-command")
                        .must(201)
                        .text("session_id"));
        JsonNode said = server.exchanged(ACME, token, all.get("session"), "echo " + MARK + " secret", MARK + "-m1");
        all.put("client message", MARK + "-m1");
        all.put("message", said.path("message_id").asText());
        all.put("reply", said.path("reply_id").asText());
        JsonNode more = server.exchanged(ACME, token, all.get("session"), "echo " + MARK + " too", MARK + "-m2");
        all.put("second client message", MARK + "-m2");
        all.put("second message", more.path("message_id").asText());
        all.put("deleted session", server.session(ACME, token));
        server.call(ACME, "DELETE", "/api/chat/session/" + all.get("deleted session") + "/", token, "")
                .must(204);
        server.neverPurge(all.get("deleted session"));
        all.put(
                "login",
                server.get(ACME, "/api/users/me/logins/", token)
                        .must(200)
                        .json()
                        .path("logins")
                        .get(0)
                        .path("login_id")
                        .asText());
        Answer guest = server.post(ACME, "/api/auth/guest/", "", "name", MARK + " guest")
                .must(200);
        all.put("guest", guest.text("token"));
        all.put("guest user", guest.text("user_id"));
        all.put("guest session", server.session(ACME, guest.text("token")));
        Member admin = server.member(ACME, "admin");
        Answer key = server.post(
                        ACME,
                        "/api/admin/api-keys/",
                        admin.token(),
                        "service_account",
                        MARK + "-bot",
                        "name",
                        MARK + " key",
                        "scopes",
                        List.of("chat"))
                .must(201);
        all.put("service account", MARK + "-bot");
        all.put("api key", key.text("key_id"));
        all.put("api key secret", key.text("key"));
        all.put("operator", server.operator(ACME));
        all.put(
                "reset",
                server.post(ACME, "/api/admin/users/" + all.get("user") + "/password-reset/", admin.token())
                        .must(201)
                        .text("reset_token"));
        all.put("cursor", cursor(all.get("session")));
        all.put(
                "ticket",
                server.post(ACME, "/api/auth/ws-ticket/", token, "session_id", all.get("session"))
                        .must(200)
                        .text("ticket"));
        return new Things(all);
    }

    /** The same that was never there. */
    static Things ofNobody(Things acmes) {
        Map<String, String> all = new LinkedHashMap<>();
        acmes.all().forEach((name, thing) -> all.put(name, alike(thing)));
        all.put("cursor", cursor(UUID.randomUUID().toString()));
        return new Things(all);
    }

    private static String alike(String thing) {
        if (thing.matches("[0-9a-f-]{36}")) {
            return UUID.randomUUID().toString();
        }
        if (thing.startsWith(MARK)) {
            return "quokkb" + thing.substring(MARK.length());
        }
        // Of a token the last part proves it.
        int proof = Math.max(thing.lastIndexOf('.'), thing.lastIndexOf('_')) + 1;
        return thing.substring(0, proof) + new StringBuilder(thing.substring(proof)).reverse();
    }

    private static String cursor(String session) {
        String text = "activity\n" + session + "\n4102444800000\n";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Who tries, and with what.
     *
     * @param me somebody of Globex
     * @param session of that one's own
     * @param things of Acme's, or nobody's
     */
    record Try(Member me, String session, Things things) {

        String of(String name) {
            return things.of(name);
        }
    }

    /**
     * One request.
     *
     * @param body empty for none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Attempt(String method, String path, String token, String body, String... headers) {}

    /**
     * One row of the table.
     *
     * @param route as the router names it
     * @param alike whether the answer must be the same with Acme's things and nobody's; false where it tells of what is
     *     going on just now, of which only nothing may be Acme's
     * @param fresh whether it takes somebody new each time, since it leaves them without login or account
     */
    record Row(String route, boolean alike, boolean fresh, Function<Try, Attempt> attempt) {

        @Override
        public String toString() {
            return route;
        }
    }

    /** Every request there is. A route without a row fails the suite. */
    static List<Row> requests() {
        var rows = new ArrayList<Row>();
        add(rows, "POST /api/auth/guest", a -> new Attempt("POST", "/api/auth/guest/", a.of("guest"), "{}"));
        add(
                rows,
                "POST /api/auth/guest",
                a -> new Attempt("POST", "/api/auth/guest/", "", "{}", "Cookie", "parley_guest=" + a.of("guest")));
        add(
                rows,
                "POST /api/auth/register",
                a -> plain(
                        "/api/auth/register/",
                        "username",
                        unused(a),
                        "email",
                        unused(a) + "@example.com",
                        "password",
                        PASSWORD,
                        "guest_token",
                        a.of("guest")));
        add(
                rows,
                "POST /api/auth/register",
                a -> plain(
                        "/api/auth/register/",
                        "username",
                        a.of("username"),
                        "email",
                        a.of("email"),
                        "password",
                        "short"));
        add(
                rows,
                "POST /api/auth/login",
                a -> plain("/api/auth/login/", "username", a.of("username"), "password", PASSWORD));
        add(
                rows,
                "POST /api/auth/login",
                a -> plain(
                        "/api/auth/login/",
                        "username",
                        a.of("email"),
                        "password",
                        PASSWORD,
                        "guest_token",
                        a.of("guest")));
        add(rows, "POST /api/auth/refresh", a -> plain("/api/auth/refresh/", "refresh_token", a.of("refresh")));
        add(
                rows,
                "POST /api/auth/password-reset",
                a -> plain(
                        "/api/auth/password-reset/",
                        "reset_token",
                        a.of("reset"),
                        "new_password",
                        "another long phrase"));
        rows.add(new Row("POST /api/auth/logout", true, true, a -> post(a, "/api/auth/logout/")));
        add(rows, "POST /api/auth/ws-ticket", a -> post(a, "/api/auth/ws-ticket/", "session_id", a.of("session")));
        add(rows, "POST /api/auth/ws-ticket", a -> post(a, "/api/auth/ws-ticket/", "endpoint", "user"));
        add(rows, "GET /api/chat/search", a -> get(a, "/api/chat/search/?q=secret"));
        add(rows, "GET /api/chat/search", a -> get(a, "/api/chat/search/?q=secret&after=" + a.of("cursor")));
        add(
                rows,
                "POST /api/chat/session/create",
                a -> post(a, "/api/chat/session/create/", "client_command_id", a.of("command")));
        add(rows, "GET /api/chat/session/{session_id}", a -> get(a, "/api/chat/session/" + a.of("session") + "/"));
        add(
                rows,
                "GET /api/chat/session/{session_id}",
                a -> get(a, "/api/chat/session/" + a.of("guest session") + "/?include=messages"));
        add(
                rows,
                "PUT /api/chat/session/{session_id}",
                a -> new Attempt(
                        "PUT",
                        "/api/chat/session/" + a.of("session") + "/",
                        a.me().token(),
                        object("title", "stolen", "is_active", false)));
        add(
                rows,
                "DELETE /api/chat/session/{session_id}",
                a -> new Attempt("DELETE", "/api/chat/session/" + a.of("session") + "/", a.me().token(), ""));
        add(
                rows,
                "POST /api/chat/session/{session_id}/restore",
                a -> post(a, "/api/chat/session/" + a.of("deleted session") + "/restore/"));
        add(
                rows,
                "GET /api/chat/session/{session_id}/history",
                a -> get(a, "/api/chat/session/" + a.of("session") + "/history/?after=0"));
        for (String mark : List.of("read", "delivered")) {
            add(
                    rows,
                    "POST /api/chat/session/{session_id}/" + mark,
                    a -> post(a, "/api/chat/session/" + a.of("session") + "/" + mark + "/", "up_to_position", 1));
        }
        add(rows, "GET /api/chat/sessions", a -> get(a, "/api/chat/sessions/"));
        add(rows, "GET /api/chat/sessions", a -> get(a, "/api/chat/sessions/?after=" + a.of("cursor")));
        rows.add(new Row(
                "DELETE /api/chat/sessions",
                true,
                true,
                a -> new Attempt("DELETE", "/api/chat/sessions/", a.me().token(), "")));
        for (String answer : List.of("application/json", "text/event-stream")) {
            add(
                    rows,
                    "POST /api/chat/messages",
                    a -> new Attempt(
                            "POST",
                            "/api/chat/messages/",
                            a.me().token(),
                            object("session_id", a.of("session"), "content", "hi", "client_message_id", "mine-1"),
                            "Accept",
                            answer));
        }
        add(
                rows,
                "POST /api/chat/messages",
                a -> post(
                        a,
                        "/api/chat/messages/",
                        "session_id",
                        a.session(),
                        "content",
                        "echo hello",
                        "client_message_id",
                        a.of("client message")));
        add(
                rows,
                "POST /api/chat/messages/{message_id}/cancel",
                a -> post(a, "/api/chat/messages/" + a.of("reply") + "/cancel/", "session_id", a.of("session")));
        for (String which : List.of("reply", "message")) {
            add(
                    rows,
                    "POST /api/chat/messages/{message_id}/cancel",
                    a -> post(a, "/api/chat/messages/" + a.of(which) + "/cancel/", "session_id", a.session()));
        }
        add(rows, "GET /api/chat/assistants", a -> get(a, "/api/chat/assistants/"));
        add(rows, "GET /api/users/me", a -> get(a, "/api/users/me/"));
        add(
                rows,
                "PUT /api/users/me",
                a -> new Attempt("PUT", "/api/users/me/", a.me().token(), object("locale", "fr")));
        rows.add(new Row(
                "POST /api/users/me/delete", true, true, a -> post(a, "/api/users/me/delete/", "password", PASSWORD)));
        rows.add(new Row(
                "POST /api/users/me/password",
                true,
                true,
                a -> post(
                        a,
                        "/api/users/me/password/",
                        "old_password",
                        PASSWORD,
                        "new_password",
                        "another long phrase")));
        for (String method : List.of("GET", "PUT", "DELETE")) {
            add(
                    rows,
                    method + " /api/users/me/avatar",
                    a -> new Attempt(method, "/api/users/me/avatar/", a.me().token(), ""));
        }
        add(rows, "GET /api/users/me/preferences", a -> get(a, "/api/users/me/preferences/"));
        add(
                rows,
                "PUT /api/users/me/preferences",
                a -> new Attempt("PUT", "/api/users/me/preferences/", a.me().token(), object("theme", "dark")));
        add(rows, "GET /api/users/me/logins", a -> get(a, "/api/users/me/logins/"));
        add(
                rows,
                "DELETE /api/users/me/logins/{login_id}",
                a -> new Attempt("DELETE", "/api/users/me/logins/" + a.of("login") + "/", a.me().token(), ""));
        add(rows, "GET /api/users/me/export", a -> get(a, "/api/users/me/export/"));
        add(rows, "GET /api/admin/users", a -> get(a, "/api/admin/users/?limit=100"));
        add(rows, "GET /api/admin/users", a -> get(a, "/api/admin/users/?after=" + a.of("username")));
        add(
                rows,
                "POST /api/admin/users",
                a -> post(
                        a,
                        "/api/admin/users/",
                        "username",
                        a.of("username"),
                        "email",
                        a.of("email"),
                        "password",
                        PASSWORD,
                        "role",
                        "user"));
        for (String whose : List.of("user", "guest user")) {
            add(rows, "GET /api/admin/users/{user_id}", a -> get(a, "/api/admin/users/" + a.of(whose) + "/"));
            add(
                    rows,
                    "PUT /api/admin/users/{user_id}",
                    a -> new Attempt(
                            "PUT", "/api/admin/users/" + a.of(whose) + "/", a.me().token(), object("role", "agent")));
            add(
                    rows,
                    "GET /api/admin/users/{user_id}/avatar",
                    a -> get(a, "/api/admin/users/" + a.of(whose) + "/avatar/"));
            for (String what : List.of("lock", "unlock", "password-reset")) {
                add(
                        rows,
                        "POST /api/admin/users/{user_id}/" + what,
                        a -> post(a, "/api/admin/users/" + a.of(whose) + "/" + what + "/"));
            }
            add(
                    rows,
                    "DELETE /api/admin/users/{user_id}/logins",
                    a -> new Attempt("DELETE", "/api/admin/users/" + a.of(whose) + "/logins/", a.me().token(), ""));
        }
        // How many of one's own are online just now differs from one moment to the next.
        rows.add(new Row("GET /api/admin/presence", false, false, a -> get(a, "/api/admin/presence/?limit=100")));
        rows.add(new Row(
                "GET /api/admin/presence", false, false, a -> get(a, "/api/admin/presence/?after=" + a.of("user"))));
        add(rows, "GET /api/admin/api-keys", a -> get(a, "/api/admin/api-keys/"));
        add(
                rows,
                "POST /api/admin/api-keys",
                a -> post(
                        a,
                        "/api/admin/api-keys/",
                        "service_account",
                        a.of("service account"),
                        "name",
                        "mine",
                        "scopes",
                        List.of("chat")));
        add(
                rows,
                "DELETE /api/admin/api-keys/{key_id}",
                a -> new Attempt("DELETE", "/api/admin/api-keys/" + a.of("api key") + "/", a.me().token(), ""));
        rows.add(new Row("GET /api/admin/audit", false, false, a -> get(a, "/api/admin/audit/?limit=100")));
        rows.add(new Row("GET /api/admin/audit", false, false, a -> get(a, "/api/admin/audit/?before=3")));
        for (String path : List.of("/api/admin/audit", "/api/admin/audit/export")) {
            rows.add(new Row("GET " + path, false, false, a -> get(a, path + "/")));
            add(rows, "GET " + path, a -> get(a, path + "/?actor=" + a.of("user")));
            add(rows, "GET " + path, a -> get(a, path + "/?target=" + a.of("session")));
        }
        add(rows, "POST /api/admin/encryption/keys", a -> post(a, "/api/admin/encryption/keys/", "new_keys", true));
        add(
                rows,
                "POST /api/admin/encryption/words",
                a -> post(a, "/api/admin/encryption/words/", "tenant", "acme", "after", a.of("session")));
        rows.add(new Row("POST /api/admin/audit/verify", false, false, a -> post(a, "/api/admin/audit/verify/")));
        for (String open : List.of("/.well-known/jwks.json", "/health/live", "/health/ready", "/version")) {
            add(rows, "GET " + open, a -> get(a, open));
        }
        return rows;
    }

    private static String unused(Try a) {
        return "new-" + a.of("username");
    }

    private static void add(List<Row> rows, String route, Function<Try, Attempt> attempt) {
        rows.add(new Row(route, true, false, attempt));
    }

    private static Attempt get(Try a, String path) {
        return new Attempt("GET", path, a.me().token(), "");
    }

    private static Attempt post(Try a, String path, Object... fields) {
        return new Attempt("POST", path, a.me().token(), object(fields));
    }

    private static Attempt plain(String path, Object... fields) {
        return new Attempt("POST", path, "", object(fields));
    }

    /**
     * One frame.
     *
     * @param type as the protocol names it
     * @param answer the type of the frame that answers it late, when others were answered; empty if none does
     */
    record Frame(String type, String answer, Function<Try, String> text) {

        @Override
        public String toString() {
            return type;
        }
    }

    /** Every frame there is. A type without a row fails the suite. */
    static List<Frame> frames() {
        var rows = new ArrayList<Frame>();
        frame(rows, "user_message", a -> List.of("session_id", a.of("session"), "message", "hi"));
        late(
                rows,
                "user_message",
                "ai_complete",
                a -> List.of(
                        "session_id",
                        a.session(),
                        "message",
                        "echo hello",
                        "client_message_id",
                        a.of("second client message")));
        frame(rows, "resume", a -> List.of("session_id", a.of("session"), "after_seq", 0));
        late(
                rows,
                "resume",
                "resumed",
                a -> List.of("after_seq", 0, "message_id", a.of("reply"), "attempt", 1, "offset", 0));
        frame(rows, "cancel", a -> List.of("session_id", a.of("session")));
        frame(rows, "cancel", a -> List.of("reply_id", a.of("reply")));
        frame(rows, "cancel", a -> List.of("message_id", a.of("message")));
        frame(rows, "ping", a -> List.of("session_id", a.of("session")));
        frame(rows, "delivered", a -> List.of("session_id", a.of("session"), "up_to_position", 1));
        frame(rows, "read", a -> List.of("session_id", a.of("session"), "up_to_position", 1));
        frame(rows, "typing", a -> List.of("session_id", a.of("session"), "is_typing", true));
        for (String token : List.of("access", "guest", "api key secret", "operator", "refresh", "ticket")) {
            frame(rows, "authenticate", a -> List.of("token", a.of(token)));
        }
        frame(rows, "authenticate", a -> List.of("session_id", a.of("session"), "token", a.me().token()));
        return rows;
    }

    private static void frame(List<Frame> rows, String type, Function<Try, List<Object>> fields) {
        late(rows, type, "", fields);
    }

    private static void late(List<Frame> rows, String type, String answer, Function<Try, List<Object>> fields) {
        rows.add(new Frame(type, answer, a -> {
            var all = new ArrayList<Object>(List.of("type", type));
            all.addAll(fields.apply(a));
            return object(all.toArray());
        }));
    }
}
