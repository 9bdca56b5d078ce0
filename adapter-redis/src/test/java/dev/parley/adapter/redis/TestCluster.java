package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.adapter.redis.RedisConfig.Address;
import dev.parley.adapter.redis.RedisConfig.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.embedded.RedisServer;

/**
 * A real cluster of masters on free ports, each with its part of the keys. Nobody in it is ever taken for dead because the
 * machine is slow: whoever takes a master's place is told to.
 */
final class TestCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final int TRIES = 5;

    /** Started with the first test that needs it; the servers end with this process. */
    private static final class Shared {

        static final TestCluster CLUSTER = started(3);
    }

    private final List<Member> members = new ArrayList<>();

    private TestCluster() {}

    /** One server. */
    private static final class Member {

        final int port;
        final Path folder;
        final RedisServer server;

        Member(int port) throws IOException {
            this.port = port;
            this.folder = Files.createTempDirectory("cluster-");
            this.server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .setting("dir " + folder)
                    .setting("cluster-enabled yes")
                    .setting("cluster-node-timeout 60000")
                    .setting("cluster-replica-validity-factor 0")
                    .build();
        }

        static Member started() {
            IOException last = new IOException("no port was tried");
            for (int i = 0; i < TRIES; i++) {
                try {
                    Member member = new Member(TestRedis.freePortOfACluster());
                    member.server.start();
                    return member;
                } catch (IOException e) {
                    last = e; // somebody else may have taken one of its two ports
                }
            }
            throw new UncheckedIOException(last);
        }

        void ask(Consumer<Jedis> what) {
            try (Jedis redis = new Jedis("127.0.0.1", port, 30_000)) {
                what.accept(redis);
            }
        }

        String name() {
            try (Jedis redis = new Jedis("127.0.0.1", port, 30_000)) {
                return redis.clusterMyId();
            }
        }

        void end() throws IOException {
            server.stop();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** The one all tests share that harm nobody. */
    static TestCluster shared() {
        return Shared.CLUSTER;
    }

    static TestCluster started(int masters) {
        var cluster = new TestCluster();
        for (int i = 0; i < masters; i++) {
            Member member = Member.started();
            int[] slots = IntStream.range(SLOTS * i / masters, SLOTS * (i + 1) / masters)
                    .toArray();
            int epoch = i + 1;
            member.ask(redis -> redis.clusterAddSlots(slots));
            member.ask(
                    redis -> redis.sendCommand(Protocol.Command.CLUSTER, "SET-CONFIG-EPOCH", Integer.toString(epoch)));
            cluster.join(member);
        }
        cluster.awaitAll();
        return cluster;
    }

    private void join(Member member) {
        if (!members.isEmpty()) {
            member.ask(redis -> redis.clusterMeet("127.0.0.1", members.getFirst().port));
        }
        members.add(member);
    }

    /** Until each knows all, and all keys are somewhere. */
    private void awaitAll() {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(JedisException.class)
                .untilAsserted(() -> {
                    for (Member member : members) {
                        member.ask(redis -> assertThat(redis.clusterInfo())
                                .contains("cluster_state:ok", "cluster_known_nodes:" + members.size()));
                    }
                });
    }

    /** One more, which has nothing but what a master has. */
    void addReplicaOf(int master) {
        Member replica = Member.started();
        join(replica);
        awaitAll();
        String name = members.get(master).name();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(JedisException.class)
                .until(() -> {
                    replica.ask(redis -> redis.clusterReplicate(name));
                    return true;
                });
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> replica.ask(
                        redis -> assertThat(redis.info("replication")).contains("master_link_status:up")));
    }

    /** A master dies, and the member that was added last takes its place. */
    void replace(int master) throws IOException {
        members.get(master).server.stop();
        members.getLast().ask(redis -> redis.sendCommand(Protocol.Command.CLUSTER, "FAILOVER", "TAKEOVER"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> members.getLast()
                        .ask(redis -> assertThat(redis.info("replication")).contains("role:master")));
    }

    /** Gives a part of the keys to another master, and tells both. There must be none in it. */
    void move(int slot, int from, int to) {
        String name = members.get(to).name();
        for (int member : List.of(to, from)) {
            members.get(member).ask(redis -> redis.clusterSetSlotNode(slot, name));
        }
    }

    /** Keys that are not there are looked for at the other master from now on. */
    void beginToMove(int slot, int from, int to) {
        members.get(to)
                .ask(redis ->
                        redis.clusterSetSlotImporting(slot, members.get(from).name()));
        members.get(from)
                .ask(redis ->
                        redis.clusterSetSlotMigrating(slot, members.get(to).name()));
    }

    /** Which master has a part of the keys, as they say themselves. */
    int masterOf(int slot) {
        return IntStream.range(0, members.size())
                .filter(member -> has(members.get(member), slot))
                .findFirst()
                .orElseThrow();
    }

    private static boolean has(Member member, int slot) {
        try {
            member.ask(redis -> redis.exists(keyIn(slot)));
            return true;
        } catch (JedisRedirectionException e) {
            return false;
        }
    }

    /** Some key in a slot. */
    static String keyIn(int slot) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "k" + i)
                .filter(key -> JedisClusterCRC16.getSlot(key) == slot)
                .findFirst()
                .orElseThrow();
    }

    /** Does something at each server. */
    void atEach(Consumer<Jedis> what) {
        members.forEach(member -> member.ask(what));
    }

    /** Ends all servers, for {@link #startAgain()}. */
    void stop() {
        try {
            for (Member member : members) {
                member.server.stop();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As they were, but empty. */
    void startAgain() {
        try {
            for (Member member : members) {
                if (!member.server.isActive()) {
                    member.server.start();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAll();
    }

    /** What nodes are told: one server; they find the others. */
    RedisConfig config() {
        return config(0);
    }

    RedisConfig config(int known) {
        return RedisConfig.of(new Servers.Cluster(List.of(new Address("127.0.0.1", members.get(known).port))))
                .withLimits(Duration.ofSeconds(2), 4);
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            member.end();
        }
    }
}
