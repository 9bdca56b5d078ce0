package dev.parley.bootstrap.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of a session: which events it has, how much of the running reply it has shown, and what of its own
 * is outstanding. It turns frames into what is to be shown, each text once, whatever is repeated, overlaps or comes after
 * a reconnect. Used by one thread.
 */
final class Conversation {

    private final ShownReply shown = new ShownReply();
    private final Outstanding outstanding = new Outstanding();
    private long lastSeq;
    private long claimedSeq;
    private boolean resuming;

    /**
     * A conversation that goes on.
     *
     * @param lastSeq the last event that is known already
     */
    Conversation(long lastSeq) {
        this.lastSeq = lastSeq;
    }

    /** Takes a message of our own on: it is to be sent until it is acknowledged. */
    void say(String clientMessageId, String text) {
        outstanding.say(clientMessageId, text);
    }

    /** Our messages that are not known to be safe, in order, by what we call them. */
    SequencedMap<String, String> unacknowledged() {
        return outstanding.unacknowledged();
    }

    /** Whether something of ours is still to be acknowledged or answered. */
    boolean isWaiting() {
        return !outstanding.isEmpty();
    }

    /** The reply that is being written or comes next; null if none does. */
    @Nullable
    String openReply() {
        String running = shown.id();
        return running != null ? running : outstanding.next();
    }

    /** Where the client stands. */
    Position position() {
        return shown.position(lastSeq);
    }

    /** Where to resume, now that this is being asked for. */
    Position resume() {
        resuming = true;
        return position();
    }

    /**
     * After the history was read anew: tells what is new in it.
     *
     * @param seq the last event it holds
     * @param messages its newest messages, in order
     */
    List<Effect> reloaded(long seq, List<Past> messages) {
        List<Effect> effects = new ArrayList<>();
        messages.stream().filter(message -> message.seq() > lastSeq).forEach(message -> effects.addAll(past(message)));
        lastSeq = seq;
        return effects;
    }

    /** After the history was read anew: of our answers only these have not ended, wherever the others are in it. */
    void open(Set<String> replies) {
        outstanding.open(replies);
    }

    private List<Effect> past(Past message) {
        Frame.How how = message.how();
        return how == null
                ? said(message.from(), message.text(), message.clientMessageId())
                : ended(message.id(), message.text(), how, message.errorCode());
    }

    /** Takes a frame in. */
    List<Effect> hear(Frame frame) {
        return switch (frame) {
            case Frame.Event event -> event(event);
            case Frame.Accepted accepted -> accepted(accepted);
            case Frame.Started started -> outstanding.hasEnded(started.reply()) ? List.of() : shown.started(started);
            case Frame.Chunk chunk -> outstanding.hasEnded(chunk.reply()) ? List.of() : shown.chunk(chunk);
            case Frame.Snapshot snapshot ->
                outstanding.hasEnded(snapshot.reply()) ? List.of() : shown.snapshot(snapshot);
            case Frame.Resumed resumed -> resumed(resumed);
            case Frame.Beat beat -> beat(beat);
            case Frame.Draining draining -> List.of(new Effect.ComeBack(draining.reconnectAfterMillis()));
            case Frame.Refused refused -> refused(refused);
            case Frame.Connected ignored -> List.of();
            case Frame.Unknown ignored -> List.of();
        };
    }

    private List<Effect> event(Frame.Event event) {
        if (event.seq() <= lastSeq) {
            return List.of();
        }
        if (event.seq() > lastSeq + 1) {
            return List.of(new Effect.Resync());
        }
        lastSeq = event.seq();
        return switch (event) {
            case Frame.MessageChanged message ->
                message.updated() ? List.of() : said(message.from(), message.text(), message.clientMessageId());
            case Frame.SessionChanged session ->
                session.change().equals("deleted") ? List.of(new Effect.Gone()) : List.of();
            case Frame.Ended end -> ended(end.reply(), end.fullResponse(), end.how(), end.errorCode());
        };
    }

    private List<Effect> said(String from, String text, @Nullable String clientMessageId) {
        return outstanding.isOurs(clientMessageId) ? List.of() : List.of(new Effect.Said(from, text));
    }

    private List<Effect> accepted(Frame.Accepted accepted) {
        outstanding.accepted(accepted);
        if (accepted.seq() == null || accepted.duplicate() || accepted.seq() <= lastSeq) {
            return List.of();
        }
        if (accepted.seq() > lastSeq + 1) {
            return List.of(new Effect.Resync());
        }
        lastSeq = accepted.seq(); // the acknowledgement is the sender's event
        return List.of();
    }

    private List<Effect> ended(String reply, String whole, Frame.How how, @Nullable String errorCode) {
        outstanding.ended(reply);
        List<Effect> effects = new ArrayList<>(shown.ended(reply, whole));
        effects.add(new Effect.End(how, errorCode));
        return effects;
    }

    private List<Effect> resumed(Frame.Resumed resumed) {
        resuming = false;
        return resumed.complete() ? List.of() : List.of(new Effect.Reload());
    }

    private List<Effect> beat(Frame.Beat beat) {
        boolean missed = lastSeq < claimedSeq;
        claimedSeq = missed ? lastSeq : Math.max(claimedSeq, beat.lastSeq());
        return missed ? List.of(new Effect.Resync()) : List.of();
    }

    private List<Effect> refused(Frame.Refused refused) {
        if (outstanding.hasEnded(refused.messageId())) {
            return List.of(); // told by the reply's end
        }
        if (isLateResume(refused)) {
            resuming = false;
            return List.of(new Effect.Reload());
        }
        if (outstanding.isUnacknowledged(refused.clientMessageId())) {
            if (refused.retryable()) {
                return List.of(new Effect.SendAgain());
            }
            unacknowledged().remove(refused.clientMessageId());
        }
        return List.of(new Effect.Complain(refused.code(), refused.message(), refused.details()));
    }

    /** Asked too late where it goes on, the server goes on from now, and what was missed is in the history. */
    private boolean isLateResume(Frame.Refused refused) {
        return resuming && refused.clientMessageId() == null && refused.code().equals("INVALID_MESSAGE");
    }

    /**
     * Where a client stands.
     *
     * @param afterSeq the last event it has
     * @param reply the reply it has a part of; null if none
     * @param attempt of which attempt
     * @param offset how much of it
     */
    record Position(long afterSeq, @Nullable String reply, int attempt, int offset) {}
}
