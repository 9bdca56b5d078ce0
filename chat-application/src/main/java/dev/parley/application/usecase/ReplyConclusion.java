package dev.parley.application.usecase;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up claims: by ending the reply or by handing it back. A claim that is neither would hold its session as long as
 * this node lives, so it is tried again while the store is away, and let go if the store refuses to end it. All of it is
 * fenced: too late changes nothing.
 */
final class ReplyConclusion {

    static final int MOST_REFUSALS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(ReplyConclusion.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final ReplyEnding NOT_STORED =
            new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "the text could not be stored");

    private final Ports ports;
    private final Announcer announcer;
    private final RunningReplies running;
    private final StoreRefusals unended;
    private final CountDownLatch closing = new CountDownLatch(1);

    ReplyConclusion(Ports ports, Announcer announcer, RunningReplies running) {
        this.ports = ports;
        this.announcer = announcer;
        this.running = running;
        this.unended = new StoreRefusals(ports.nanoClock());
    }

    /** Nothing is tried again from now on: this node's lease ends, and others take over. */
    void close() {
        closing.countDown();
    }

    /**
     * Ends a reply for good; without its text if the store refuses that. Never throws what the store refused.
     *
     * @return false if this node stopped before it came to anything
     */
    boolean finish(ReplyJobs.Claim claim, Content.FromAi content, ReplyRun.Times times) {
        try {
            return end(claim, content, times);
        } catch (StoreException.Broken e) {
            LOG.error("the store refuses the text of reply {}; it ends without one", claim.reply(), e);
            finishBare(claim, times);
            return true;
        }
    }

    /** Ends a reply as failed, with nothing in it that could be refused for what it is. */
    void finishBare(ReplyJobs.Claim claim, ReplyRun.Times times) {
        try {
            end(claim, new Content.FromAi("", NOT_STORED, claim.attempt(), null), times);
        } catch (StoreException.Broken e) {
            int refusals = unended.refused(claim.reply());
            LOG.error("the store refuses to end reply {}, {} times by now; it is let go", claim.reply(), refusals, e);
            letGo(claim, refusals);
        }
    }

    private boolean end(ReplyJobs.Claim claim, Content.FromAi content, ReplyRun.Times times) {
        boolean done = persistently(claim, () -> finishOnce(claim, content, times));
        unended.forget(claim.reply());
        return done;
    }

    /** Whoever claims it next ends it. After some tries it is cancelled, which is another way for a session to go on. */
    private void letGo(ReplyJobs.Claim claim, int times) {
        try {
            persistently(claim, () -> ports.jobs().handBack(claim));
            if (times >= MOST_REFUSALS) {
                persistently(claim, () -> cancelOnce(claim));
            }
        } catch (StoreException.Broken e) {
            LOG.error("the store refuses to let go of reply {} in any way; it stays as it is", claim.reply(), e);
        }
    }

    private void cancelOnce(ReplyJobs.Claim claim) {
        if (ports.jobs().cancel(claim.key(), claim.reply(), ports.now())
                instanceof ReplyJobs.Cancellation.Ended(var message, var event, var next)) {
            announcer.appended(event);
            announcer.wake(next);
            unended.forget(claim.reply());
        }
    }

    /** Whether a reply could not be ended a short while ago, and is left alone until the store had time to get well. */
    boolean isPutOff(MessageId reply) {
        return unended.mustWait(reply);
    }

    /** Whether all that is left to do about a reply is to end it. */
    boolean hasOnlyToEnd(MessageId reply) {
        return unended.has(reply);
    }

    private void finishOnce(ReplyJobs.Claim claim, Content.FromAi content, ReplyRun.Times times) {
        switch (ports.jobs().finish(claim, content, ports.now())) {
            case ReplyJobs.Finish.Finished(var message, var event, var next) -> {
                announcer.appended(event);
                announcer.wake(next);
                MessageTexts.ended(claim.reply(), content.text());
                ports.observer()
                        .replyEnded(content.ending(), content.text().length(), times.firstText(), times.whole());
            }
            case ReplyJobs.Finish.Lost() -> {
                LOG.info("reply {} attempt {} was lost to another", claim.reply(), claim.attempt());
                ports.jobs().handBack(claim);
            }
        }
    }

    /** Lets another write it, at once if there is one. */
    void giveUp(ReplyJobs.Claim claim, String text, Stop reason) {
        handBack(claim, text);
        if (reason == Stop.HANDED_BACK) {
            announcer.wake(new ReplyJobs.Ticket(claim.key(), claim.reply()));
        }
    }

    /** Lets another write it, from the beginning; what readers were told so far is kept until then. */
    void handBack(ReplyJobs.Claim claim, String text) {
        persistently(claim, () -> {
            if (text.isEmpty() || ports.jobs().checkpoint(claim, text)) {
                ports.jobs().handBack(claim);
                ports.observer().replyHandedBack();
            }
        });
    }

    /** A claim of which nobody knows whether it was made, because the store went away: if it was, it is handed back. */
    void settle(ReplyJobs.Ticket ticket, NodeLease owner) {
        var unknown = new ReplyJobs.Claim(ticket.key(), ticket.reply(), 1, owner);
        persistently(unknown, () -> claimMade(ticket, owner).ifPresent(ports.jobs()::handBack));
    }

    private Optional<ReplyJobs.Claim> claimMade(ReplyJobs.Ticket ticket, NodeLease owner) {
        return ports.jobs()
                .progress(ticket.key(), ticket.reply())
                .filter(progress -> progress.state() == ReplyState.STREAMING)
                .map(progress -> new ReplyJobs.Claim(ticket.key(), ticket.reply(), progress.attempt(), owner))
                .filter(claim -> !running.has(claim));
    }

    /** Whether it was done; false if this node stops. */
    private boolean persistently(ReplyJobs.Claim claim, Runnable step) {
        boolean again = true;
        while (again) {
            try {
                step.run();
                return true;
            } catch (StoreException.Unavailable e) {
                LOG.warn("reply {} can't be concluded yet: the store is away", claim.reply(), e);
                again = pausedBeforeRetry();
            }
        }
        return false;
    }

    private boolean pausedBeforeRetry() {
        try {
            return !closing.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
