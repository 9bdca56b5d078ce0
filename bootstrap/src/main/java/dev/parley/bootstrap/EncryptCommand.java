package dev.parley.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.bootstrap.OperatorCalls.Answer;
import dev.parley.bootstrap.OperatorCalls.Caller;
import dev.parley.bootstrap.settings.Settings;
import dev.parley.domain.identity.TenantId;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code parley encrypt}. */
@CommandLine.Command(
        name = "encrypt",
        description = {
            "Seals all texts in the database that are not sealed yet, or under an older key, with a running server or"
                    + " without one.",
            "Wraps all data keys by the present master key. Can be cut short at any time and run again."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class EncryptCommand implements Callable<Integer> {

    private static final String KEYS = "/api/admin/encryption/keys/";
    private static final String WORDS = "/api/admin/encryption/words/";
    private static final int MOST_ROUNDS = 10;

    private final Surroundings surroundings;

    @CommandLine.Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @CommandLine.Option(
            names = "--new-keys",
            description = "Makes each tenant a new data key first, and seals everything under it.")
    private boolean newKeys;

    EncryptCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = configuration.load(surroundings).settings();
        return new OperatorCalls(settings, TenantId.DEFAULT).during(server -> run(server, settings.redis() != null));
    }

    private int run(Caller server, boolean amongOthers) throws InterruptedException {
        Answer rotated = server.post(KEYS, JsonNodeFactory.instance.objectNode().put("new_keys", newKeys));
        if (rotated.status() != 200) {
            return refused(rotated);
        }
        tell(rotated.body().path("rewrapped").asInt(), "tenants' data keys are wrapped by the present master key now.");
        tell(rotated.body().path("renewed").asInt(), "tenants have a new data key.");
        if (newKeys && amongOthers) {
            // Other nodes must have heard of the new keys before the last round begins.
            Thread.sleep(MasterKeyring.LOOK_EVERY.plus(Duration.ofSeconds(1)));
        }
        return seal(server);
    }

    /** Again until nothing was left to do: others may have written behind our back, under a key they had. */
    private int seal(Caller server) throws InterruptedException {
        long all = 0;
        for (int rounds = 0; rounds < MOST_ROUNDS; rounds++) {
            var round = new Round();
            Answer last = round.run(server);
            if (last.status() != 200) {
                return refused(last);
            }
            all += round.sealed;
            if (round.sealed == 0) {
                return done(all, round.damaged);
            }
        }
        surroundings
                .err()
                .println("Somebody goes on writing texts that are not sealed: give all nodes the same encryption.key,"
                        + " then run this again.");
        return ExitCode.FAILED;
    }

    private int done(long sealed, long damaged) {
        surroundings.out().println("All texts are sealed; " + sealed + " rows were sealed now.");
        if (damaged > 0) {
            surroundings
                    .err()
                    .println(damaged + " rows hold texts that can't be opened. They were left as they are; the server's"
                            + " log names them.");
        }
        return damaged > 0 ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void tell(int count, String what) {
        if (count > 0) {
            surroundings.out().println(count + " " + what);
        }
    }

    private int refused(Answer answer) {
        surroundings
                .err()
                .println("It was refused: " + answer.body().path("detail").asText());
        return ExitCode.FAILED;
    }

    /** Once through all texts. */
    private static final class Round {

        private long sealed;
        private long damaged;

        /** Gives the last answer. */
        Answer run(Caller server) throws InterruptedException {
            ObjectNode place = JsonNodeFactory.instance.objectNode();
            while (true) {
                Answer answer = server.post(WORDS, place);
                JsonNode body = answer.body();
                if (answer.status() != 200) {
                    return answer;
                }
                sealed += body.path("sealed").asLong();
                damaged += body.path("damaged").asLong();
                if (!body.path("tenant").isTextual()) {
                    return answer;
                }
                place = JsonNodeFactory.instance.objectNode();
                place.set("tenant", body.path("tenant"));
                place.set("after", body.path("after"));
            }
        }
    }
}
