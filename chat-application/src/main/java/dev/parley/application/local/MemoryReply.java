package dev.parley.application.local;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs.Claim;
import dev.parley.application.port.out.ReplyJobs.Job;
import dev.parley.application.port.out.ReplyJobs.Progress;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyState;
import org.jspecify.annotations.Nullable;

/** One reply as work. Guarded by the lock of {@link Memory}. */
final class MemoryReply {

    private final MemorySession session;
    private final MessageId id;
    private final MessageId question;
    private final Turn turn;
    private ReplyState state = ReplyState.PENDING;
    private int attempt;
    private int takeovers;
    private @Nullable NodeLease owner;
    private String checkpoint = "";
    private boolean cancelRequested;

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

    ReplyState state() {
        return state;
    }

    int attempt() {
        return attempt;
    }

    /** Who writes it; null if nobody does. */
    @Nullable
    NodeLease owner() {
        return owner;
    }

    String checkpoint() {
        return checkpoint;
    }

    boolean cancelRequested() {
        return cancelRequested;
    }

    boolean isWrittenUnder(Claim claim) {
        return state == ReplyState.STREAMING
                && attempt == claim.attempt()
                && claim.owner().equals(owner);
    }

    /** Begins the next attempt. Its text begins anew; the text known before stays until it keeps one of its own. */
    Job claim(NodeLease newOwner) {
        if (state == ReplyState.STREAMING) {
            takeovers++;
        }
        state = ReplyState.STREAMING;
        attempt++;
        owner = newOwner;
        Claim claim = new Claim(session.key(), id, attempt, newOwner);
        Seq head = session.events().last();
        return new Job(claim, question, turn, takeovers, checkpoint, cancelRequested, head);
    }

    void keep(String text) {
        checkpoint = text;
    }

    void handBack() {
        state = ReplyState.PENDING;
        owner = null;
    }

    void requestCancel() {
        cancelRequested = true;
    }

    void end(Content.FromAi content) {
        state = content.ending().state();
        owner = null;
        checkpoint = content.text();
    }

    Progress progress() {
        return new Progress(id, question, turn, state, attempt, checkpoint);
    }
}
