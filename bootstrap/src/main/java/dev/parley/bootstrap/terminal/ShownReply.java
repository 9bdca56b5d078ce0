package dev.parley.bootstrap.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reply on the screen: which attempt at it, and how much of its text. It turns what is heard of a reply into what is
 * to be shown, each piece once, whatever is repeated or overlaps. Used by one thread.
 */
final class ShownReply {

    private @Nullable String reply;
    private int attempt;
    private final StringBuilder text = new StringBuilder();

    /** Which it is; null if none is being shown. */
    @Nullable
    String id() {
        return reply;
    }

    /** Where to resume, after this event. */
    Conversation.Position position(long lastSeq) {
        return reply == null
                ? new Conversation.Position(lastSeq, null, 0, 0)
                : new Conversation.Position(lastSeq, reply, attempt, text.length());
    }

    List<Effect> started(Frame.Started started) {
        if (isDead(started.reply(), started.attempt()) || isShown(started.reply(), started.attempt())) {
            return List.of();
        }
        return started.baseOffset() > 0 ? List.of(new Effect.Resync()) : begin(started.reply(), started.attempt(), "");
    }

    List<Effect> chunk(Frame.Chunk chunk) {
        if (isDead(chunk.reply(), chunk.attempt())) {
            return List.of();
        }
        if (isShown(chunk.reply(), chunk.attempt())) {
            return append(chunk.offset(), chunk.content());
        }
        if (chunk.offset() > 0) {
            return List.of(new Effect.Resync());
        }
        List<Effect> effects = new ArrayList<>(begin(chunk.reply(), chunk.attempt(), ""));
        effects.addAll(append(0, chunk.content()));
        return effects;
    }

    List<Effect> snapshot(Frame.Snapshot snapshot) {
        if (isDead(snapshot.reply(), snapshot.attempt())) {
            return List.of();
        }
        return isShown(snapshot.reply(), snapshot.attempt())
                ? become(snapshot.content())
                : begin(snapshot.reply(), snapshot.attempt(), snapshot.content());
    }

    /** A reply ended with this text, whether it was being shown or not. Nothing is being shown after it. */
    List<Effect> ended(String ended, String whole) {
        List<Effect> effects = ended.equals(reply) ? become(whole) : begin(ended, 0, whole);
        reply = null;
        return effects;
    }

    /** Another attempt begins: what was shown of this reply does not count any more. */
    private List<Effect> begin(String begun, int newAttempt, String content) {
        boolean replaces = begun.equals(reply) && !text.isEmpty();
        reply = begun;
        attempt = newAttempt;
        if (replaces) {
            return replace(content);
        }
        text.setLength(0);
        return append(0, content);
    }

    /** The whole text is known: shows what is missing, or all of it if what was shown is not its beginning. */
    private List<Effect> become(String whole) {
        return whole.startsWith(text.toString()) ? append(0, whole) : replace(whole);
    }

    private List<Effect> replace(String content) {
        text.setLength(0);
        text.append(content);
        return List.of(new Effect.Replace(content));
    }

    private List<Effect> append(int offset, String content) {
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

    private boolean isDead(String other, int otherAttempt) {
        return other.equals(reply) && otherAttempt < attempt;
    }

    private boolean isShown(String other, int otherAttempt) {
        return other.equals(reply) && otherAttempt == attempt;
    }
}
