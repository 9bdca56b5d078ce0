package dev.parley.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.application.usecase.NodeRole;
import dev.parley.bootstrap.identity.OperatorTokens;
import dev.parley.bootstrap.settings.HttpSettings;
import dev.parley.bootstrap.settings.Settings;
import dev.parley.bootstrap.settings.TlsSettings;
import dev.parley.bootstrap.tls.PinnedCertificate;
import dev.parley.domain.identity.TenantId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What operators do from the command line is done by a server: the one that runs with this data folder, else one that is
 * started for the call alone, on a port nobody knows. So every rule holds, and every call is written down, either way.
 */
final class OperatorCalls {

    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final TenantId tenant;

    OperatorCalls(Settings settings, TenantId tenant) {
        this.settings = settings;
        this.tenant = tenant;
    }

    /**
     * What the server said.
     *
     * @param status of HTTP
     * @param body as JSON
     */
    record Answer(int status, JsonNode body) {}

    /** Calls one server. */
    @FunctionalInterface
    interface Caller {

        /** Posts to a path of the API. Blocks. */
        Answer post(String path, JsonNode body) throws InterruptedException;
    }

    /** What is done by several calls. */
    @FunctionalInterface
    interface Work<T> {

        T by(Caller server) throws InterruptedException;
    }

    /** Posts to a path of the API. Blocks. */
    Answer post(String path, JsonNode body) throws InterruptedException {
        return during(server -> server.post(path, body));
    }

    /** Makes several calls to the same server. Blocks. */
    <T> T during(Work<T> work) throws InterruptedException {
        if (!settings.node().is(NodeRole.GATEWAY)) {
            throw new StartFailure(
                    "This node is no gateway (node.roles), and only gateways take calls: run this where one" + " is.");
        }
        if (DataFolder.isTaken(settings.node().dataDir())) {
            ServerFile.Place running = running();
            return work.by((path, body) -> postTo(running, path, body));
        }
        Settings hidden = settings.with(new HttpSettings("127.0.0.1", 0, TlsSettings.NONE));
        try (ChatServer server = ChatServer.start(hidden, Version.number())) {
            var own = new ServerFile.Place(URI.create("http://127.0.0.1:" + server.port()), null);
            return work.by((path, body) -> postTo(own, path, body));
        }
    }

    private ServerFile.Place running() {
        Path folder = settings.node().dataDir();
        return ServerFile.read(folder)
                .orElseThrow(() -> new StartFailure("A server has this data folder, but takes no requests: it starts or"
                        + " stops just now. Try again when it has started, or without it."));
    }

    private Answer postTo(ServerFile.Place place, String path, JsonNode body) throws InterruptedException {
        URI server = place.address();
        byte[] secret = SecretKey.read(settings.node().secret(), settings.node().dataDir());
        var operators = new OperatorTokens(secret, InstantSource.system());
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + operators.issue(tenant))
                .header("X-Parley-Widget-Key", operators.widgetKey(tenant))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try (HttpClient client = client(place)) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (JsonProcessingException e) {
            throw new StartFailure("What answers at " + server + " is no Parley", e);
        } catch (IOException e) {
            throw new StartFailure("The server at " + server + " can't be reached: " + e, e);
        }
    }

    /** It is told the token only if it shows the certificate that was written down. */
    private static HttpClient client(ServerFile.Place place) {
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        String pin = place.pin();
        return pin == null
                ? client.build()
                : client.sslContext(PinnedCertificate.trusting(pin)).build();
    }
}
