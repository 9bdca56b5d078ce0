package dev.parley.application.usecase;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.message.Content;
import dev.parley.domain.reply.ReplyEnding;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a claimed reply to its end: prompt, run, finish. One call per attempt, on a virtual thread of its own. */
final class ReplyWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyWriter.class);
    private static final int MOST_TAKEOVERS = 2;
    private static final Duration RETRY_FINISH = Duration.ofMillis(500);

    private final Ports ports;
    private final Policies policies;
    private final Announcer announcer;
    private final NodeLife life;
    private final RunningReplies running;
    private final PromptBuilder prompts;
    private final Summariser summariser;

    ReplyWriter(
            Ports ports,
            Policies policies,
            Announcer announcer,
            NodeLife life,
            RunningReplies running,
            PromptBuilder prompts,
            Summariser summariser) {
        this.ports = ports;
        this.policies = policies;
        this.announcer = announcer;
        this.life = life;
        this.running = running;
        this.prompts = prompts;
        this.summariser = summariser;
    }

    void write(ReplyJobs.Job job) {
        ReplyEnding decided = decidedAtClaim(job);
        if (decided != null) {
            finish(
                    job,
                    new Content.FromAi(job.checkpoint(), decided, job.claim().attempt(), null));
            return;
        }
        switch (prompts.build(job)) {
            case PromptBuilder.Building.Gone() -> ports.jobs().handBack(job.claim());
            case PromptBuilder.Building.Refused(var ending) ->
                finish(job, new Content.FromAi("", ending, job.claim().attempt(), null));
            case PromptBuilder.Building.Ready ready -> {
                String named = ready.prompt().parameters().model();
                ask(job, ready, named == null ? ports.modelName() : named);
            }
        }
    }

    /** A wish to stop, or one takeover too many, ends a reply before a model is asked. */
    private static @Nullable ReplyEnding decidedAtClaim(ReplyJobs.Job job) {
        if (job.cancelRequested()) {
            return new ReplyEnding.Cancelled();
        }
        return job.takeovers() > MOST_TAKEOVERS ? new ReplyEnding.Interrupted() : null;
    }

    private void ask(ReplyJobs.Job job, PromptBuilder.Building.Ready ready, String model) {
        ReplyJobs.Claim claim = job.claim();
        NodeLease owner = claim.owner();
        ReplyLog.Recorder recorder = ports.log()
                .begin(new RunningReply(
                        claim.key(), claim.reply(), claim.attempt(), job.question(), model, job.head()));
        var run = new ReplyRun(recorder, policies.stream(), () -> life.allows(owner), ports.nanoClock());
        running.add(claim, run);
        try {
            ReplyEnding ending = run.run(ports.model(), ready.prompt(), policies.estimator(), ready.estimatedTokens());
            if (ending != null) {
                finish(job, new Content.FromAi(run.text(), ending, claim.attempt(), model));
                summariser.foldIfDue(claim.key(), ready.assistant(), job.turn());
            } else if (run.stopped() == Stop.HANDED_BACK) {
                ports.jobs().handBack(claim);
            }
        } finally {
            running.remove(claim);
            recorder.end();
        }
    }

    /** Ends the reply for good. While the store is away it tries on, as long as this node may write at all. */
    private void finish(ReplyJobs.Job job, Content.FromAi content) {
        ReplyJobs.Claim claim = job.claim();
        while (true) {
            try {
                switch (ports.jobs().finish(claim, content, ports.now())) {
                    case ReplyJobs.Finish.Finished(var message, var event, var next) -> {
                        announcer.appended(event);
                        announcer.wake(next);
                    }
                    case ReplyJobs.Finish.Lost() -> {
                        LOG.info("reply {} attempt {} was lost to another", claim.reply(), claim.attempt());
                        ports.jobs().handBack(claim);
                    }
                }
                return;
            } catch (StoreException.Unavailable e) {
                LOG.warn("reply {} can't be finished yet: the store is away", claim.reply(), e);
                if (!pausedBeforeRetry()) {
                    return;
                }
            }
        }
    }

    private boolean pausedBeforeRetry() {
        try {
            running.closing().await(RETRY_FINISH.toNanos(), TimeUnit.NANOSECONDS);
            return running.closing().getCount() > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
