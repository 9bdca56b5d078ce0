package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.h2.tools.Server;
import redis.embedded.RedisServer;

/**
 * What a second node and Redis cost: the same people ask one node, and listen to it or to the other one, in turn, several
 * rounds; then they ask while Redis hangs. Both nodes are whole servers over one database and one real Redis.
 */
public final class NodesBench {

    private static final int PEOPLE = Integer.getInteger("bench.people", 200);
    private static final int RATE = Integer.getInteger("bench.rate", 30);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 15);
    private static final int WARM_UPS = Integer.getInteger("bench.warmups", 3);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    private final ParleyServer one;
    private final ParleyServer other;
    private final ProcessHandle redis;

    private NodesBench(ParleyServer one, ParleyServer other, ProcessHandle redis) {
        this.one = one;
        this.other = other;
        this.redis = redis;
    }

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        Path data = Files.createTempDirectory("parley-bench");
        int redisPort = ParleyServer.freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(redisPort)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        Server database = Server.createTcpServer(
                        "-tcpPort",
                        "0",
                        "-ifNotExists",
                        "-baseDir",
                        data.resolve("db").toString())
                .start();
        redis.start();
        try (var model = new ChildJvm(PacedModel.class, Map.of(), List.of("-XX:+UseSerialGC"))) {
            int modelPort = model.port();
            try (var one = node("one", data, modelPort, database, redisPort);
                    var other = node("other", data, modelPort, database, redisPort)) {
                new NodesBench(one, other, redisProcess()).measure();
            }
        } finally {
            redis.stop();
            database.stop();
        }
    }

    private static ParleyServer node(String name, Path data, int modelPort, Server database, int redisPort)
            throws IOException, InterruptedException {
        return ParleyServer.start(
                data.resolve(name),
                modelPort,
                PEOPLE,
                Map.of(
                        "PARLEY_NODE_NAME",
                        name,
                        "PARLEY_DB_URL",
                        "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/./parley",
                        "PARLEY_DB_USER",
                        "sa",
                        "PARLEY_CLUSTER_SHARED_STORAGE",
                        "true",
                        "PARLEY_REDIS_URL",
                        "redis://127.0.0.1:" + redisPort,
                        "PARLEY_SECRET",
                        "nodes that are measured have one secret"));
    }

    private static ProcessHandle redisProcess() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("redis"))
                .findFirst()
                .orElseThrow();
    }

    private void measure() throws IOException, InterruptedException {
        var sockets = new ParleySockets(one.port());
        var here = Chats.over(sockets);
        var there = sockets.heardAt(other.port());
        for (int i = 0; i < WARM_UPS; i++) {
            run(new Round("warm"), here);
            run(new Round("warm"), there);
        }
        var rounds = new ArrayList<Round>();
        long tokens = 0;
        Duration spent = Duration.ZERO;
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(run(new Round("one node", one.process(), other.process()), here));
            Duration before = redisTime();
            Round across = run(new Round("other node", one.process(), other.process()), there);
            spent = spent.plus(redisTime().minus(before));
            tokens += across.chats().tokens();
            rounds.add(across);
        }
        rounds.add(whileRedisHangs(here));
        print(rounds, spent.toNanos() / 1e3 / tokens);
    }

    private static Round run(Round round, Chats.Opening opening) throws IOException, InterruptedException {
        return round.run(opening, PEOPLE, RATE, SECONDS);
    }

    private Duration redisTime() {
        return redis.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private Round whileRedisHangs(Chats.Opening here) throws IOException, InterruptedException {
        signal("STOP");
        try {
            return run(new Round("redis hangs", one.process(), other.process()), here);
        } finally {
            signal("CONT");
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid())).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("Redis could not be told to " + name);
        }
    }

    private static void print(List<Round> rounds, double redisMicros) {
        System.out.printf(
                Locale.ROOT,
                "%d chats, %d tokens/s each, %d s; delay in ms, processor of both nodes in s per million tokens, memory in MiB%n%n",
                PEOPLE,
                RATE,
                SECONDS);
        Round.printHead();
        rounds.forEach(Round::print);
        System.out.printf(
                Locale.ROOT,
                "%n{\"chats\":%d,\"rate\":%d,\"redis_micros_per_token\":%.2f}%n",
                PEOPLE,
                RATE,
                redisMicros);
    }
}
