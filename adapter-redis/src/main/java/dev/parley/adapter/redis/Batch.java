package dev.parley.adapter.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Several things asked of Redis in one go: in one pipeline for each server that has a part of it. What a cluster has moved
 * elsewhere meanwhile, and scripts a server does not have, are asked again alone. Used by one thread.
 */
final class Batch {

    private final Topology topology;
    private final Pipelines pipelines;
    private final Map<HostAndPort, List<Answer<?>>> asked = new LinkedHashMap<>();

    /** One over connections of the pool. */
    Batch(Topology topology) {
        this(topology, new Pooled(topology));
    }

    Batch(Topology topology, Pipelines pipelines) {
        this.topology = topology;
        this.pipelines = pipelines;
    }

    /** Where a batch has its pipelines from. */
    interface Pipelines {

        /** One to a server. Blocks; throws what Jedis throws. */
        Pipeline open(HostAndPort server);

        /** One to this server failed. */
        void broke(HostAndPort server);
    }

    private record Pooled(Topology topology) implements Pipelines {

        @Override
        public Pipeline open(HostAndPort server) {
            return new Pipeline(topology.borrow(server), true);
        }

        @Override
        public void broke(HostAndPort server) {
            // The pool finds out by itself.
        }
    }

    /** Says something. What is said in one channel goes through one server, so that it stays in order. */
    Answer<Long> publish(String channel, String payload) {
        return publishBeside(channel, channel, payload);
    }

    /** Says something through the server that has a key: what scripts of that key say in the channel stays in order with it. */
    Answer<Long> publishBeside(String key, String channel, String payload) {
        var command = new CommandObject<>(
                new CommandArguments(Protocol.Command.PUBLISH).key(channel).add(payload), BuilderFactory.LONG);
        return add(key, new Answer<>(command, command));
    }

    /** Runs a script. */
    Answer<Object> run(Script script, List<String> keys, List<String> arguments) {
        return add(keys.getFirst(), new Answer<>(script.byDigest(keys, arguments), script.byText(keys, arguments)));
    }

    private <T> Answer<T> add(String key, Answer<T> answer) {
        asked.computeIfAbsent(topology.serverOf(key), server -> new ArrayList<>())
                .add(answer);
        return answer;
    }

    /**
     * Asks, and waits for the answers.
     *
     * @throws JedisException if no server answers; if some do, it is thrown by the answers of the others
     */
    void send() {
        int silent = 0;
        JedisException last = new JedisConnectionException("nobody was asked");
        for (Map.Entry<HostAndPort, List<Answer<?>>> one : asked.entrySet()) {
            JedisException failure = send(one.getKey(), one.getValue());
            if (failure != null) {
                last = failure;
                silent++;
            }
        }
        if (silent > 0) {
            topology.refresh();
        }
        if (silent > 0 && silent == asked.size()) {
            throw last;
        }
    }

    private @Nullable JedisException send(HostAndPort server, List<Answer<?>> answers) {
        try (Pipeline pipeline = pipelines.open(server)) {
            answers.forEach(answer -> answer.ask(pipeline));
            pipeline.sync();
        } catch (JedisException e) {
            pipelines.broke(server);
            answers.forEach(answer -> answer.fail(e));
            return e;
        }
        answers.forEach(answer -> answer.settle(topology.client()));
        return null;
    }
}
