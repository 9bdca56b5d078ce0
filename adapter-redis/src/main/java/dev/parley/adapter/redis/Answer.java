package dev.parley.adapter.redis;

import java.util.function.Supplier;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * What became of something asked in a {@link Batch}. Used by one thread.
 *
 * @param <T> what Redis answers
 */
final class Answer<T> {

    private final CommandObject<T> command;
    private final CommandObject<T> alone;
    private Supplier<T> outcome = () -> {
        throw new IllegalStateException("the batch was not sent yet");
    };
    private boolean failed;

    /**
     * Something to be asked.
     *
     * @param command how it is asked with others
     * @param alone how it is asked if that was the wrong server, or one that lacks the script
     */
    Answer(CommandObject<T> command, CommandObject<T> alone) {
        this.command = command;
        this.alone = alone;
    }

    /** What Redis answered; throws what Jedis throws if it refused or did not answer. */
    T get() {
        return outcome.get();
    }

    /** Whether Redis refused or did not answer. */
    boolean hasFailed() {
        return failed;
    }

    void ask(Pipeline pipeline) {
        outcome = pipeline.appendCommand(command);
    }

    /** Nobody answered. */
    void fail(JedisException reason) {
        failed = true;
        outcome = () -> {
            throw reason;
        };
    }

    /** Asks alone what could not be answered with the others. */
    void settle(UnifiedJedis redis) {
        try {
            T value = outcome.get();
            outcome = () -> value;
        } catch (JedisNoScriptException | JedisRedirectionException e) {
            askAlone(redis);
        } catch (JedisDataException e) {
            fail(e); // whoever looks is told
        }
    }

    private void askAlone(UnifiedJedis redis) {
        try {
            T value = redis.executeCommand(alone);
            outcome = () -> value;
        } catch (JedisException e) {
            fail(e);
        }
    }
}
