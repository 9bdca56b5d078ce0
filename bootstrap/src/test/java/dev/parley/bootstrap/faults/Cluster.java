package dev.parley.bootstrap.faults;

import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.application.fake.ScriptedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.h2.tools.Server;

/** Nodes, the database and the Redis they share, and the model they ask: all of it real but the model. */
final class Cluster implements AutoCloseable {

    /** For whatever must happen at last, however slow the machine is. */
    static final Duration LONG = Duration.ofSeconds(90);

    private final AtomicInteger calls = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Server database;
    private final RedisProcess redis;
    private final ScriptedModelServer model;
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final History faults = new History("** fault **");
    private final Resting resting;

    private Cluster(Path folder, Function<String, Map<String, String>> further, String... names)
            throws IOException, InterruptedException, SQLException {
        database = Server.createTcpServer(
                        "-tcpPort",
                        "0",
                        "-ifNotExists",
                        "-baseDir",
                        Files.createDirectories(folder.resolve("db")).toString())
                .start();
        redis = RedisProcess.start();
        model = ScriptedModelServer.start().playing(this::answer);
        var around = new ClusterNode.Surroundings(
                folder, database.getPort(), redis.port(), model.baseUrl().getPort(), http);
        for (String name : names) {
            nodes.add(ClusterNode.start(name, around, further.apply(name)));
        }
        awaitWell();
        resting = Resting.of(nodes);
    }

    /**
     * Starts nodes of these names. Blocks until all are well.
     *
     * @param further what a node of this name is configured with beyond what all are
     */
    static Cluster start(Path folder, Function<String, Map<String, String>> further, String... names) {
        try {
            return new Cluster(folder, further, names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while nodes were started", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the database server did not start", e);
        }
    }

    private ModelScript answer(ScriptedRequest request) {
        return Question.of(request.lastUserMessage()).script(calls.incrementAndGet());
    }

    HttpClient http() {
        return http;
    }

    RedisProcess redis() {
        return redis;
    }

    ScriptedModelServer model() {
        return model;
    }

    List<ClusterNode> nodes() {
        return nodes;
    }

    ClusterNode node(int number) {
        return nodes.get(number);
    }

    /** What was done to it, for people who read a failure. */
    History faults() {
        return faults;
    }

    /** The way to one node. */
    IntSupplier to(int number) {
        return () -> node(number).front().port();
    }

    /** The way that leads to the first node at first, and afterwards to any that it finds. */
    IntSupplier first(int number, long seed) {
        IntSupplier later = toAny(seed);
        var begun = new AtomicBoolean();
        return () -> begun.getAndSet(true) ? later.getAsInt() : to(number).getAsInt();
    }

    /** The way to a node that is another each time, as chance has it. */
    IntSupplier toAny(long seed) {
        var random = new Random(seed);
        return () -> {
            synchronized (random) {
                return node(random.nextInt(nodes.size())).front().port();
            }
        };
    }

    /** Begins to count what the database is asked for. */
    Statements countStatements() throws SQLException {
        return Statements.counted(database.getPort());
    }

    /** Takes back all that was done. Blocks until all are well. */
    void heal() throws IOException, InterruptedException {
        mend();
        awaitWell();
    }

    /** Takes back all that was done. Blocks until all take requests. */
    void mend() throws IOException, InterruptedException {
        faults.note("all is mended");
        redis.thaw();
        redis.startAgain();
        redis.widen();
        for (ClusterNode node : nodes) {
            node.heal();
        }
    }

    /** Waits until the nodes hold about as much as before anybody came. All people must have left, and all be well. */
    void awaitRest() {
        resting.awaitAgain(nodes);
    }

    private void awaitWell() {
        for (ClusterNode node : nodes) {
            await().alias(node.name() + " is well").atMost(LONG).until(node::isWell);
        }
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(ClusterNode::close);
        model.close();
        redis.close();
        database.stop();
        http.close();
    }
}
