package dev.parley.bootstrap.faults;

import dev.parley.application.fake.TcpProxy;
import dev.parley.bootstrap.e2e.Api;
import dev.parley.bootstrap.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One node, with a proxy on each of its ways: from people, to the database, to Redis, to the model. */
final class ClusterNode implements AutoCloseable {

    private static final List<String> NEEDED = List.of("server", "database", "journal", "redis");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final ServerProcess process;
    private final HttpClient http;
    private final TcpProxy front;
    private final TcpProxy database;
    private final TcpProxy redis;
    private final TcpProxy model;

    private ClusterNode(
            String name, ServerProcess process, HttpClient http, TcpProxy database, TcpProxy redis, TcpProxy model) {
        this.name = name;
        this.process = process;
        this.http = http;
        this.front = TcpProxy.to(process.port());
        this.database = database;
        this.redis = redis;
        this.model = model;
    }

    /** Where a node finds what it needs. */
    record Surroundings(Path folder, int database, int redis, int model, HttpClient http) {}

    /** Starts one. Blocks until it takes requests. */
    static ClusterNode start(String name, Surroundings around, Map<String, String> further)
            throws IOException, InterruptedException {
        TcpProxy database = TcpProxy.to(around.database());
        TcpProxy redis = TcpProxy.to(around.redis());
        TcpProxy model = TcpProxy.to(around.model());
        Map<String, String> environment = new HashMap<>(Map.of(
                "PARLEY_NODE_NAME", name,
                "PARLEY_NODE_GRACE", "1s",
                "PARLEY_DB_URL", "jdbc:h2:tcp://127.0.0.1:" + database.port() + "/./parley",
                "PARLEY_DB_USER", "sa",
                "PARLEY_DB_CONNECT_TIMEOUT", "2s",
                "PARLEY_CLUSTER_SHARED_STORAGE", "true",
                "PARLEY_REDIS_URL", "redis://127.0.0.1:" + redis.port(),
                "PARLEY_SECRET", "all nodes of the fault suite have this one",
                "PARLEY_LLM_BASE_URL", "http://127.0.0.1:" + model.port() + "/v1",
                "PARLEY_LLM_MODEL", "scripted"));
        environment.put("PARLEY_LIMITS_CONNECTIONS_PER_ADDRESS", "100000");
        environment.put("PARLEY_LIMITS_CONNECTIONS_PER_USER", "100000");
        environment.putAll(further);
        ServerProcess process = ServerProcess.start(around.folder().resolve(name), environment);
        return new ClusterNode(name, process, around.http(), database, redis, model);
    }

    String name() {
        return name;
    }

    ServerProcess process() {
        return process;
    }

    /** Between people and it. */
    TcpProxy front() {
        return front;
    }

    /** Between it and the database. */
    TcpProxy database() {
        return database;
    }

    /** Between it and Redis. */
    TcpProxy redis() {
        return redis;
    }

    /** Between it and the model. */
    TcpProxy model() {
        return model;
    }

    /** Takes back all that was done to it: its ways are free, it runs. Blocks until it takes requests. */
    void heal() throws IOException, InterruptedException {
        front.heal();
        database.heal();
        redis.heal();
        model.heal();
        if (process.isLeaving()) {
            process.thaw();
            process.awaitExit();
        }
        if (process.isAlive()) {
            process.thaw();
            process.emptyDisk();
        } else {
            process.startAgain();
        }
    }

    /** Whether it is ready and has all it needs; of a model it knows only what people's questions came to. */
    boolean isWell() {
        return NEEDED.stream().allMatch(dependency -> is(dependency, "up"));
    }

    /** Whether it says so of something it needs. */
    boolean is(String dependency, String status) {
        try {
            var request = HttpRequest.newBuilder(URI.create(process.address() + "/health/ready"))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return Api.parse(answer.body())
                    .at("/dependencies/" + dependency + "/status")
                    .asText()
                    .equals(status);
        } catch (IOException e) {
            return false; // it does not answer yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        process.close();
        front.close();
        database.close();
        redis.close();
        model.close();
    }
}
