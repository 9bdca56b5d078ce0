package dev.parley.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** Something Redis does in one go. It is sent once; after that only its digest is. All its keys are in one slot. */
final class Script {

    private final String text;
    private final String digest;

    private Script(String text) {
        this.text = text;
        this.digest = digest(text);
    }

    /** The script in the file {@code name.lua} beside this class. */
    static Script named(String name) {
        try (InputStream file = Script.class.getResourceAsStream(name + ".lua")) {
            if (file == null) {
                throw new IllegalStateException("there is no script " + name);
            }
            return new Script(new String(file.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it and waits for the answer. Throws what Jedis throws. */
    Object run(UnifiedJedis redis, List<String> keys, List<String> arguments) {
        try {
            return redis.evalsha(digest, keys, arguments);
        } catch (JedisNoScriptException e) {
            return redis.eval(text, keys, arguments);
        }
    }

    /** Runs it where it is known already. */
    CommandObject<Object> byDigest(List<String> keys, List<String> arguments) {
        return command(Protocol.Command.EVALSHA, digest, keys, arguments);
    }

    /** Runs it anywhere. */
    CommandObject<Object> byText(List<String> keys, List<String> arguments) {
        return command(Protocol.Command.EVAL, text, keys, arguments);
    }

    private static CommandObject<Object> command(
            Protocol.Command command, String script, List<String> keys, List<String> arguments) {
        var all = new CommandArguments(command).add(script).add(keys.size());
        keys.forEach(all::key);
        arguments.forEach(argument -> all.add(argument));
        return new CommandObject<>(all, BuilderFactory.AGGRESSIVE_ENCODED_OBJECT);
    }

    /** Redis names scripts by SHA-1. */
    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
