package dev.parley.application.local;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs.Claim;
import dev.parley.application.port.out.ReplyJobs.Job;
import dev.parley.application.port.out.ReplyJobs.Progress;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyDecision;
import dev.parley.domain.reply.ReplyLife;
import dev.parley.domain.reply.ReplyState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reply as work: its life, its claimant and the text kept so far. Guarded by the lock of {@link Memory}. */
final class MemoryReply {

    private final MemorySession session;
    private final MessageId id;
    private final MessageId question;
    private final Turn turn;
    private ReplyLife life = ReplyLife.promised();
    private @Nullable NodeLease owner;
    private String checkpoint = "";

    MemoryReply(MemorySession session, MessageId id, MessageId question, Turn turn) {
        this.session = session;
        this.id = id;
        this.question = question;
        this.turn = turn;
    }

    MemorySession session() {
        return session;
    }

    MessageId id() {
        return id;
    }

    Ticket ticket() {
        return new Ticket(session.key(), id);
    }

    MessageId question() {
        return question;
    }

    Turn turn() {
        return turn;
    }

    /** Who writes it; null if nobody does. */
    @Nullable
    NodeLease owner() {
        return owner;
    }

    boolean isPending() {
        return life.state() == ReplyState.PENDING;
    }

    boolean isWantedStopped() {
        return switch (life) {
            case ReplyLife.Pending pending -> pending.cancelRequested();
            case ReplyLife.Streaming streaming -> streaming.cancelRequested();
            case ReplyLife.Ended ignored -> false;
        };
    }

    boolean isClaimable(boolean ownerAlive) {
        return life.claim(ownerAlive) instanceof ReplyDecision.Claim.Granted;
    }

    Optional<Job> claim(NodeLease claimant, boolean ownerAlive) {
        return switch (life.claim(ownerAlive)) {
            case ReplyDecision.Claim.Granted granted -> Optional.of(begin(granted.life(), claimant));
            case ReplyDecision.Claim.BeingWritten ignored -> Optional.empty();
            case ReplyDecision.Claim.Over ignored -> Optional.empty();
        };
    }

    boolean keep(Claim claim, String text) {
        if (!isHeldUnder(claim)) {
            return false;
        }
        checkpoint = text;
        return true;
    }

    boolean handBack(Claim claim) {
        return isHeldUnder(claim) && leave(life.handBack(claim.attempt()));
    }

    boolean finish(Claim claim, Content.FromAi content) {
        if (!isHeldUnder(claim) || !leave(life.finish(claim.attempt(), content.ending()))) {
            return false;
        }
        checkpoint = content.text();
        return true;
    }

    ReplyDecision.Cancellation cancel() {
        ReplyDecision.Cancellation cancellation = life.cancel();
        life = switch (cancellation) {
            case ReplyDecision.Cancellation.Stopped stopped -> stopped.life();
            case ReplyDecision.Cancellation.Requested requested -> requested.life();
            case ReplyDecision.Cancellation.AlreadyEnded ended -> ended.life();
        };
        return cancellation;
    }

    /** What was kept of its text, as a reply that was stopped before it began (anew). */
    Content.FromAi cancelled(ReplyLife.Ended ended) {
        return new Content.FromAi(checkpoint, ended.ending(), ended.attempt(), null);
    }

    Progress progress() {
        return new Progress(id, question, turn, life.state(), life.attempt(), checkpoint);
    }

    private boolean isHeldUnder(Claim claim) {
        return life.heldBy(claim.attempt()) && claim.owner().equals(owner);
    }

    /** Its text begins anew; what was kept before stays until it keeps some of its own. */
    private Job begin(ReplyLife.Streaming attempt, NodeLease claimant) {
        Job job = new Job(
                new Claim(session.key(), id, attempt.attempt(), claimant),
                question,
                turn,
                attempt.takeovers(),
                checkpoint,
                attempt.cancelRequested(),
                session.events().last());
        life = attempt;
        owner = claimant;
        return job;
    }

    private boolean leave(ReplyDecision.Change change) {
        return switch (change) {
            case ReplyDecision.Change.Done done -> {
                life = done.life();
                owner = null;
                yield true;
            }
            case ReplyDecision.Change.Lost ignored -> false;
        };
    }
}
