package dev.parley.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code parley verify-audit}. */
@CommandLine.Command(
        name = "verify-audit",
        description = {
            "Goes through the audit log and says whether an entry was changed, removed or put in.",
            "Ends with 0 if it is sound, with 1 if it is not."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class VerifyAuditCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @CommandLine.Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @CommandLine.Mixin
    private final TenantOption tenant = new TenantOption();

    VerifyAuditCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        var settings = configuration.load(surroundings).settings();
        var answer = new OperatorCalls(settings, tenant.in(settings))
                .post("/api/admin/audit/verify/", JsonNodeFactory.instance.objectNode());
        JsonNode found = answer.body();
        if (answer.status() != 200) {
            surroundings.err().println("It was refused: " + found.path("detail").asText());
            return ExitCode.FAILED;
        }
        if (!found.path("sound").asBoolean()) {
            surroundings
                    .out()
                    .println("Broken: the first entry that does not fit is number "
                            + found.path("broken_at").asLong() + ".");
            return ExitCode.FAILED;
        }
        surroundings
                .out()
                .printf(
                        "Sound: %d entries. Keep the last link somewhere else, to see later that none was cut off the"
                                + " end:%n%s%n",
                        found.path("entries").asLong(), found.path("last_link").asText());
        return ExitCode.DONE;
    }
}
