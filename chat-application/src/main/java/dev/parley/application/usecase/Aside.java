package dev.parley.application.usecase;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.StreamPolicy;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the model something of the server's own, which nobody hears as it is written: for a title, for a summary. It keeps
 * to the limits in time of a reply, is stopped with the replies of this node, and what comes is filtered like any reply.
 * What the model is shown was masked by whoever asks. Thread-safe.
 */
final class Aside {

    private static final Logger LOG = LoggerFactory.getLogger(Aside.class);

    private final Ports ports;
    private final RunningReplies running;
    private final ReplyFilters filters;
    private final StreamPolicy replies;

    Aside(Ports ports, RunningReplies running, ReplyFilters filters, StreamPolicy replies) {
        this.ports = ports;
        this.running = running;
        this.filters = filters;
        this.replies = replies;
    }

    /**
     * Asks. Blocks until the answer is over.
     *
     * @param what what is asked for, for the log
     * @param longest what goes beyond so many UTF-16 units is cut
     * @return empty if it did not come whole
     */
    Optional<String> ask(TenantId tenant, String what, Prompt prompt, int longest) {
        var run = new ReplyRun(replies.atMost(longest), filters.next(tenant), () -> true, ports.nanoClock());
        running.watch(run);
        try {
            ReplyRun.Outcome outcome = run.run(new Unheard(), ports.model(), prompt);
            if (outcome instanceof ReplyRun.Outcome.Ended(ReplyEnding.Completed ignored)) {
                return Optional.of(run.text());
            }
            LOG.info("no {} was given: {}", what, outcome);
            return Optional.empty();
        } finally {
            running.unwatch(run);
        }
    }
}
