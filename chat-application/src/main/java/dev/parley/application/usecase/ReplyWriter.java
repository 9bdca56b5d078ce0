package dev.parley.application.usecase;

import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.Content;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyLife;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Brings a claimed reply to its end: prompt, run, finish. One call per attempt, on a virtual thread of its own. Whatever
 * happens, the claim is given up in the end: the reply is finished or handed back.
 */
final class ReplyWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyWriter.class);

    private final Ports ports;
    private final Policies policies;
    private final NodeLife life;
    private final RunningReplies running;
    private final ReplyConclusion conclusion;
    private final PromptBuilder prompts;
    private final ReplyFilters filters;
    private final Summariser summariser;
    private final Titler titler;
    private final UnstoredReplies unstored;

    ReplyWriter(
            Ports ports,
            Policies policies,
            NodeLife life,
            RunningReplies running,
            ReplyConclusion conclusion,
            PromptBuilder prompts,
            ReplyFilters filters,
            Summariser summariser,
            Titler titler,
            UnstoredReplies unstored) {
        this.ports = ports;
        this.policies = policies;
        this.life = life;
        this.running = running;
        this.conclusion = conclusion;
        this.prompts = prompts;
        this.filters = filters;
        this.summariser = summariser;
        this.titler = titler;
        this.unstored = unstored;
    }

    void write(ReplyJobs.Job job) {
        ReplyJobs.Claim claim = job.claim();
        MDC.put("tenant_id", claim.key().tenant().value());
        MDC.put("session_id", claim.key().session().toString());
        MDC.put("reply_id", claim.reply().toString());
        try {
            UnstoredReply begun = unstored.claimed(claim.reply());
            if (begun == null) {
                writeKnown(job, claim);
            } else {
                takeOn(job, begun);
            }
        } finally {
            unstored.given(claim.reply());
            MDC.clear();
        }
    }

    private void takeOn(ReplyJobs.Job job, UnstoredReply begun) {
        ReplyJobs.Claim claim = job.claim();
        try {
            switch (begun.phase()) {
                case UnstoredReply.Phase.Waiting ignored -> writeKnown(job, claim);
                case UnstoredReply.Phase.Running phase -> goOn(job, begun, phase);
                case UnstoredReply.Phase.Over over -> conclude(job, over);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("reply {} failed in a way it should not", claim.reply(), e);
            unstored.drop(claim.reply());
            conclusion.giveUp(claim, "", Stop.HANDED_BACK);
        }
    }

    /** Goes on with what was begun while the store was away: in the attempt that was claimed, after all it has said. */
    private void goOn(ReplyJobs.Job job, UnstoredReply begun, UnstoredReply.Phase.Running phase) {
        ReplyJobs.Claim claim = job.claim();
        running.add(claim, phase.run());
        try {
            var attempt = new RunningReply(
                    claim.key(), claim.reply(), claim.attempt(), job.question(), phase.model(), job.head());
            begun.goesOn(phase.recorder(), () -> ports.log().begin(attempt), () -> life.allows(claim.owner()));
            if (job.cancelRequested()) {
                phase.run().stop(Stop.CANCELLED);
            }
            switch (phase.outcome().join()) {
                case ReplyRun.Outcome.Ended(var ending) ->
                    concluded(
                            job,
                            phase.run().text(),
                            ending,
                            modelOf(phase),
                            phase.assistant(),
                            phase.run().times());
                case ReplyRun.Outcome.GivenUp(var reason) -> {
                    conclusion.giveUp(claim, phase.run().text(), reason);
                    unstored.drop(claim.reply());
                }
            }
        } finally {
            running.remove(claim, phase.run());
        }
    }

    private static String modelOf(UnstoredReply.Phase.Running phase) {
        return phase.run().answeredBy().orElse(phase.model());
    }

    private void conclude(ReplyJobs.Job job, UnstoredReply.Phase.Over over) {
        ReplyJobs.Claim claim = job.claim();
        MessageJournal.KeptReply kept = over.kept();
        if (kept.ending() != null) {
            concluded(job, kept.text(), kept.ending(), kept.model(), over.assistant(), ReplyRun.Times.NONE);
            return;
        }
        // Its writer is gone: it is written anew, and until then this is what there is of it.
        if (job.checkpoint().isEmpty() && !kept.text().isEmpty()) {
            keepBeginning(claim, kept.text());
        }
        unstored.drop(claim.reply());
        writeKnown(job, claim);
    }

    private void keepBeginning(ReplyJobs.Claim claim, String text) {
        try {
            ports.jobs().checkpoint(claim, text);
        } catch (StoreException e) {
            LOG.warn("the beginning of reply {} could not be kept", claim.reply(), e);
        }
    }

    private void concluded(
            ReplyJobs.Job job,
            String text,
            ReplyEnding ending,
            @Nullable String model,
            @Nullable Assistant assistant,
            ReplyRun.Times times) {
        ReplyJobs.Claim claim = job.claim();
        if (conclusion.hasOnlyToEnd(claim.reply())) {
            conclusion.finishBare(claim, times);
            unstored.drop(claim.reply());
        } else if (finish(claim, text, ending, model, times)) {
            unstored.drop(claim.reply());
            if (assistant != null) {
                lookBack(job, ending, assistant);
            }
        }
    }

    private void lookBack(ReplyJobs.Job job, ReplyEnding ending, Assistant assistant) {
        SessionKey key = job.claim().key();
        summariser.foldIfDue(key, assistant, job.turn());
        if (ending instanceof ReplyEnding.Completed) {
            titler.titleIfDue(key, assistant, job.turn());
        }
    }

    private void writeKnown(ReplyJobs.Job job, ReplyJobs.Claim claim) {
        var run = new ReplyRun(
                policies.stream(),
                filters.next(claim.key().tenant()),
                () -> life.allows(claim.owner()),
                ports.nanoClock());
        running.add(claim, run);
        try {
            begin(job, run);
        } catch (StoreException.Unavailable e) {
            LOG.warn("reply {} could not be begun now and is handed back", claim.reply(), e);
            conclusion.handBack(claim, run.text());
        } catch (RuntimeException | Error e) {
            LOG.error("reply {} failed in a way it should not", claim.reply(), e);
            var ending = new ReplyEnding.Failed(
                    ErrorCode.PROCESSING_ERROR, e.getClass().getSimpleName());
            finish(claim, run, ending, null);
        } finally {
            running.remove(claim, run);
        }
    }

    private void begin(ReplyJobs.Job job, ReplyRun run) {
        ReplyJobs.Claim claim = job.claim();
        Optional<ReplyEnding> due =
                new ReplyLife.Streaming(claim.attempt(), job.takeovers(), job.cancelRequested()).dueEnding();
        if (due.isPresent()) {
            finish(claim, job.checkpoint(), due.get(), null, run.times());
            return;
        }
        if (conclusion.hasOnlyToEnd(claim.reply())) {
            conclusion.finishBare(claim, run.times());
            return;
        }
        switch (prompts.build(job)) {
            case PromptBuilder.Building.Gone() -> conclusion.handBack(claim, "");
            case PromptBuilder.Building.Refused(var ending) -> finish(claim, run, ending, null);
            case PromptBuilder.Building.Ready ready -> ask(job, run, ready);
        }
    }

    private void ask(ReplyJobs.Job job, ReplyRun run, PromptBuilder.Building.Ready ready) {
        ReplyJobs.Claim claim = job.claim();
        ports.observer().replyBegan(claim.attempt(), since(ready.askedAt()));
        String named = ready.prompt().parameters().model();
        String model = named == null ? ports.modelName() : named;
        ReplyLog.Recorder recorder = ports.log()
                .begin(new RunningReply(
                        claim.key(), claim.reply(), claim.attempt(), job.question(), model, job.head()));
        try {
            switch (run.run(recorder, ports.model(), ready.prompt())) {
                case ReplyRun.Outcome.Ended(var ending) -> {
                    var told = run.estimated(ending, policies.estimator(), ready.estimatedTokens());
                    finish(claim, run, told, run.answeredBy().orElse(model));
                    lookBack(job, told, ready.assistant());
                }
                case ReplyRun.Outcome.GivenUp(var reason) -> conclusion.giveUp(claim, run.text(), reason);
            }
        } finally {
            recorder.end();
        }
    }

    /** Clocks of nodes may differ a little. */
    private Duration since(Instant askedAt) {
        Duration waited = Duration.between(askedAt, ports.clock().instant());
        return waited.isNegative() ? Duration.ZERO : waited;
    }

    private boolean finish(ReplyJobs.Claim claim, ReplyRun run, ReplyEnding ending, @Nullable String model) {
        return finish(claim, run.text(), ending, model, run.times());
    }

    private boolean finish(
            ReplyJobs.Claim claim, String text, ReplyEnding ending, @Nullable String model, ReplyRun.Times times) {
        return conclusion.finish(claim, new Content.FromAi(text, ending, claim.attempt(), model), times);
    }
}
