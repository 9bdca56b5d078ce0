package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.bootstrap.identity.OperatorTokens;
import dev.parley.domain.identity.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server with its database that two tenants share: Acme and Globex, each with a host, a key and pages elsewhere. */
final class SharedServer implements AutoCloseable {

    static final String PASSWORD = "a long pass phrase";
    static final Tenant ACME = new Tenant("acme", "chat.acme.example", "acme-public-key", "https://www.acme.example");
    static final Tenant GLOBEX =
            new Tenant("globex", "chat.globex.example", "globex-public-key", "https://www.globex.example");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TENANTS = """
            tenants:
              acme:
                hosts: [chat.acme.example]
                widget_keys: [acme-public-key]
                allowed_origins: ["https://www.acme.example"]
              globex:
                hosts: [chat.globex.example]
                widget_keys: [globex-public-key]
                allowed_origins: ["https://www.globex.example"]
            """;

    private static final List<String> LIMITS = List.of(
            "MESSAGES_PER_MINUTE_PER_USER",
            "MESSAGES_PER_MINUTE_PER_ADDRESS",
            "CONNECTIONS_PER_MINUTE_PER_USER",
            "CONNECTIONS_PER_MINUTE_PER_ADDRESS",
            "LOGINS_PER_MINUTE_PER_USER",
            "LOGINS_PER_MINUTE_PER_ADDRESS",
            "REGISTRATIONS_PER_MINUTE_PER_ADDRESS",
            "GUESTS_PER_MINUTE_PER_ADDRESS");

    private final Path data;
    private final ChatServer server;
    private final StoreCalls calls = new StoreCalls();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger members = new AtomicInteger();

    private SharedServer(Path data, Map<String, String> further) {
        this.data = data;
        Map<String, String> environment = new HashMap<>(Map.of("PARLEY_DEMO_SPEED", "2000"));
        LIMITS.forEach(limit -> environment.put("PARLEY_LIMITS_" + limit, "0"));
        environment.putAll(further);
        write(data);
        this.server = TestServers.start(data, environment, calls::around);
    }

    static SharedServer start(Path data) {
        return start(data, Map.of());
    }

    /** @param further variables; nothing is limited unless one of them says so */
    static SharedServer start(Path data, Map<String, String> further) {
        return new SharedServer(data, further);
    }

    /** The file that names the tenants. */
    static void write(Path folder) {
        try {
            Files.writeString(folder.resolve("parley.yaml"), TENANTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whose it is, and how one gets there.
     *
     * @param id which
     * @param host by host
     * @param key by widget key
     * @param pages where its pages elsewhere are
     */
    record Tenant(String id, String host, String key, String pages) {}

    /**
     * What came back.
     *
     * @param headers those that tell something
     */
    record Answer(int status, String text, Map<String, List<String>> headers) {

        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        String text(String field) {
            return json().path(field).asText();
        }

        Answer must(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return this;
        }
    }

    int port() {
        return server.port();
    }

    StoreCalls calls() {
        return calls;
    }

    List<String> routes() {
        return server.routes();
    }

    /** Calls in a tenant, by its key. */
    Answer call(Tenant tenant, String method, String path, String token, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("X-Parley-Widget-Key", tenant.key())
                .header("Content-Type", "application/json")
                .header("User-Agent", "a test")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    Answer post(Tenant tenant, String path, String token, Object... fields) {
        return call(tenant, "POST", path, token, object(fields));
    }

    Answer get(Tenant tenant, String path, String token) {
        return call(tenant, "GET", path, token, "");
    }

    /** A JSON object of names and texts, numbers or objects. */
    static String object(Object... fields) {
        ObjectNode object = JSON.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            object.set((String) fields[i], JSON.valueToTree(fields[i + 1]));
        }
        return object.toString();
    }

    Answer registered(Tenant tenant, String username) {
        return post(
                        tenant,
                        "/api/auth/register/",
                        "",
                        "username",
                        username,
                        "email",
                        username + "@example.com",
                        "password",
                        PASSWORD)
                .must(201);
    }

    Answer loggedIn(Tenant tenant, String username) {
        return post(tenant, "/api/auth/login/", "", "username", username, "password", PASSWORD)
                .must(200);
    }

    /** A new visitor's token. */
    String guest(Tenant tenant) {
        return post(tenant, "/api/auth/guest/", "").must(200).text("token");
    }

    /** Somebody new of a role, by a name nobody else has; logged in unless it is a guest. */
    Member member(Tenant tenant, String role) {
        if (role.equals("guest")) {
            Answer guest = post(tenant, "/api/auth/guest/", "").must(200);
            return new Member(role, "", guest.text("user_id"), guest.text("token"));
        }
        String name = role + "-" + members.incrementAndGet();
        post(
                        tenant,
                        "/api/admin/users/",
                        operator(tenant),
                        "username",
                        name,
                        "email",
                        name + "@example.com",
                        "password",
                        PASSWORD,
                        "role",
                        role)
                .must(201);
        Answer login = loggedIn(tenant, name);
        return new Member(role, name, login.json().path("user").path("user_id").asText(), login.text("access_token"));
    }

    /**
     * Somebody.
     *
     * @param name to log in with; empty for a guest
     */
    record Member(String role, String name, String id, String token) {}

    /** What commands on the server's machine call with. */
    String operator(Tenant tenant) {
        return new OperatorTokens(SecretKey.read(null, data), InstantSource.system()).issue(new TenantId(tenant.id()));
    }

    String session(Tenant tenant, String token) {
        return post(tenant, "/api/chat/session/create/", token).must(201).text("session_id");
    }

    /** A message and its reply, which has ended. */
    JsonNode exchanged(Tenant tenant, String token, String session, String text, String clientMessageId) {
        return call(
                        tenant,
                        "POST",
                        "/api/chat/messages/?wait=true",
                        token,
                        object("session_id", session, "content", text, "client_message_id", clientMessageId))
                .must(200)
                .json();
    }

    /** An open socket of a session. */
    SharedSocket socket(Tenant tenant, String token, String session) {
        return opened(tenant, token, "/ws/chat/" + session + "/");
    }

    /** An open socket of what concerns somebody over all sessions. */
    SharedSocket userSocket(Tenant tenant, String token) {
        return opened(tenant, token, "/ws/user/");
    }

    private SharedSocket opened(Tenant tenant, String token, String path) {
        var socket = new SharedSocket();
        WebSocket open = http.newWebSocketBuilder()
                .header("X-Parley-Widget-Key", tenant.key())
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + port() + path), socket)
                .join();
        socket.opened(open);
        return socket;
    }

    /** The answer to a handshake without what is always another; whole if it is a refusal. */
    String knock(Tenant tenant, String session, String query, String... headers) {
        List<String> lines = new ArrayList<>(List.of(
                "GET /ws/chat/" + session + "/" + query + " HTTP/1.1",
                "Host: " + tenant.host(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        lines.addAll(List.of(headers));
        try (var raw = new RawHttp(port())) {
            raw.send(String.join("\r\n", lines) + "\r\n\r\n");
            String head = raw.readUntil("\r\n\r\n");
            String answer = head.startsWith("HTTP/1.1 101 ") ? head : head + raw.readToEnd();
            return answer.replaceAll("\r\nDate: [^\r]*", "")
                    .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a deleted session look as if it had just been deleted for as long as a test takes. */
    void neverPurge(String session) {
        MssqlConfig config = MssqlConfig.embedded(data);
        try (Connection connection = DriverManager.getConnection(
                        config.url(), config.user(), config.password().value());
                Statement statement = connection.createStatement()) {
            int changed =
                    statement.executeUpdate("UPDATE dbo.chat_sessions SET deleted_at = TIMESTAMP '2099-01-01 00:00:00'"
                            + " WHERE deleted_at IS NOT NULL AND session_id = '" + session + "'");
            assertThat(changed).isEqualTo(1);
        } catch (SQLException e) {
            throw new AssertionError("the database can't be changed", e);
        }
    }

    /** Every row that belongs to a tenant, table by table. */
    List<String> rows(Tenant tenant) {
        List<String> rows = new ArrayList<>();
        MssqlConfig config = MssqlConfig.embedded(data);
        try (Connection connection = DriverManager.getConnection(
                config.url(), config.user(), config.password().value())) {
            for (String table : tables(connection)) {
                rows.addAll(rows(connection, table, tenant));
            }
        } catch (SQLException e) {
            throw new AssertionError("the database can't be looked at", e);
        }
        return rows;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getColumns(null, "dbo", "chat%", "tenant")) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        assertThat(tables).contains("chat_sessions", "chat_messages", "chat_events", "chat_accounts", "chat_audit");
        return tables;
    }

    private static List<String> rows(Connection connection, String table, Tenant tenant) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT * FROM dbo." + table + " WHERE tenant = '" + tenant.id() + "'")) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                var row = new StringBuilder(table);
                for (int column = 1; column <= columns; column++) {
                    row.append(" | ").append(rows.getString(column));
                }
                all.add(row.toString());
            }
        }
        all.sort(String::compareTo);
        return all;
    }

    @Override
    public void close() {
        http.shutdownNow();
        server.close();
    }
}
