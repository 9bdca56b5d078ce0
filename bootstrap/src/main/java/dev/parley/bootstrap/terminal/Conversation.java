package dev.parley.bootstrap.terminal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of a session: which events it has, how much of the running reply it has shown, and which of its
 * own messages are not acknowledged. It turns frames into what is to be shown, each text once, whatever is repeated,
 * overlaps or comes after a reconnect. Used by one thread.
 */
final class Conversation {

    private long lastSeq;
    private long claimedSeq;
    private @Nullable Shown shown;
    private final SequencedMap<String, String> unacknowledged = new LinkedHashMap<>();
    private final Set<String> ownMessages = new HashSet<>();
    private final Set<String> awaited = new HashSet<>();
    private final Set<String> ended = new HashSet<>();

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
        ownMessages.add(clientMessageId);
        unacknowledged.put(clientMessageId, text);
    }

    /** Our messages that are not known to be safe, in order, by what we call them. */
    SequencedMap<String, String> unacknowledged() {
        return unacknowledged;
    }

    /** Whether something of ours is still to be acknowledged or answered. */
    boolean isWaiting() {
        return !unacknowledged.isEmpty() || !awaited.isEmpty();
    }

    /** The reply that is being written or comes next; null if none does. */
    @Nullable
    String openReply() {
        return shown != null ? shown.reply : awaited.stream().findFirst().orElse(null);
    }

    /** Where to resume. */
    Position position() {
        return shown == null
                ? new Position(lastSeq, null, 0, 0)
                : new Position(lastSeq, shown.reply, shown.attempt, shown.text.length());
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
            case Frame.Started started -> started(started);
            case Frame.Chunk chunk -> chunk(chunk);
            case Frame.Snapshot snapshot -> snapshot(snapshot);
            case Frame.Resumed resumed -> resumed.complete() ? List.of() : List.of(new Effect.Reload());
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
        boolean own = clientMessageId != null && ownMessages.contains(clientMessageId);
        return own ? List.of() : List.of(new Effect.Said(from, text));
    }

    private List<Effect> accepted(Frame.Accepted accepted) {
        if (accepted.durable()) {
            unacknowledged.remove(accepted.clientMessageId());
        }
        if (!ended.contains(accepted.replyId())) {
            awaited.add(accepted.replyId());
        }
        if (accepted.seq() == null || accepted.duplicate() || accepted.seq() <= lastSeq) {
            return List.of();
        }
        if (accepted.seq() > lastSeq + 1) {
            return List.of(new Effect.Resync());
        }
        lastSeq = accepted.seq(); // the acknowledgement is the sender's event
        return List.of();
    }

    private List<Effect> started(Frame.Started started) {
        if (isOld(started.reply(), started.attempt()) || isShown(started.reply(), started.attempt())) {
            return List.of();
        }
        if (started.baseOffset() > 0) {
            return List.of(new Effect.Resync());
        }
        return begin(started.reply(), started.attempt(), "");
    }

    private List<Effect> chunk(Frame.Chunk chunk) {
        if (isOld(chunk.reply(), chunk.attempt())) {
            return List.of();
        }
        List<Effect> effects = new ArrayList<>();
        if (!isShown(chunk.reply(), chunk.attempt())) {
            if (chunk.offset() > 0) {
                return List.of(new Effect.Resync());
            }
            effects.addAll(begin(chunk.reply(), chunk.attempt(), ""));
        }
        effects.addAll(append(chunk.offset(), chunk.content()));
        return effects;
    }

    private List<Effect> append(int offset, String content) {
        StringBuilder text = shownText();
        int known = text.length() - offset;
        if (known < 0) {
            return List.of(new Effect.Resync());
        }
        if (known >= content.length()) {
            return List.of();
        }
        String news = content.substring(known);
        text.append(news);
        return List.of(new Effect.Append(news));
    }

    private List<Effect> snapshot(Frame.Snapshot snapshot) {
        if (isOld(snapshot.reply(), snapshot.attempt())) {
            return List.of();
        }
        if (isShown(snapshot.reply(), snapshot.attempt())) {
            return become(snapshot.content());
        }
        return begin(snapshot.reply(), snapshot.attempt(), snapshot.content());
    }

    private List<Effect> ended(String reply, String whole, Frame.How how, @Nullable String errorCode) {
        ended.add(reply);
        awaited.remove(reply);
        boolean isShown = shown != null && shown.reply.equals(reply);
        List<Effect> effects = new ArrayList<>(isShown ? become(whole) : begin(reply, 0, whole));
        shown = null;
        effects.add(new Effect.End(how, errorCode));
        return effects;
    }

    /** Another attempt begins: what was shown of this reply does not count any more. */
    private List<Effect> begin(String reply, int attempt, String text) {
        boolean replaces = shown != null && shown.reply.equals(reply) && !shown.text.isEmpty();
        shown = new Shown(reply, attempt, new StringBuilder(text));
        if (replaces) {
            return List.of(new Effect.Replace(text));
        }
        return text.isEmpty() ? List.of() : List.of(new Effect.Append(text));
    }

    /** The whole text is known: shows what is missing, or all of it if what was shown is not its beginning. */
    private List<Effect> become(String whole) {
        StringBuilder text = shownText();
        if (!whole.startsWith(text.toString())) {
            text.setLength(0);
            text.append(whole);
            return List.of(new Effect.Replace(whole));
        }
        return append(0, whole);
    }

    private List<Effect> beat(Frame.Beat beat) {
        boolean missed = lastSeq < claimedSeq;
        claimedSeq = missed ? lastSeq : Math.max(claimedSeq, beat.lastSeq());
        return missed ? List.of(new Effect.Resync()) : List.of();
    }

    private List<Effect> refused(Frame.Refused refused) {
        if (refused.messageId() != null && ended.contains(refused.messageId())) {
            return List.of(); // told by the reply's end
        }
        if (refused.clientMessageId() != null && unacknowledged.containsKey(refused.clientMessageId())) {
            if (refused.retryable()) {
                return List.of(new Effect.SendAgain());
            }
            unacknowledged.remove(refused.clientMessageId());
        }
        return List.of(new Effect.Complain(refused.code(), refused.message(), refused.details()));
    }

    private boolean isOld(String reply, int attempt) {
        return ended.contains(reply) || (shown != null && shown.reply.equals(reply) && attempt < shown.attempt);
    }

    private boolean isShown(String reply, int attempt) {
        return shown != null && shown.reply.equals(reply) && shown.attempt == attempt;
    }

    private StringBuilder shownText() {
        if (shown == null) {
            throw new IllegalStateException("no reply is being shown");
        }
        return shown.text;
    }

    /** How much of a reply was shown. */
    private record Shown(String reply, int attempt, StringBuilder text) {}

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
