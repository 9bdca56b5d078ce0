package dev.parley.application.usecase;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.out.ReplyLog.ReplyText;
import dev.parley.application.port.out.RunningReply;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells one reader the text of replies, from where it stands: a start or a snapshot, pieces that join, an end. */
final class ReplyTeller {

    private final SessionHub hub;
    private final int largestPiece;
    private final Map<MessageId, Telling> unclaimed = new HashMap<>();
    private @Nullable Telling telling;
    private @Nullable MessageId ended;
    private @Nullable RunningReply runningAtResume;
    private Feed.@Nullable Partial partial;
    private long replayedUpTo;

    /** What the reader has of a reply. */
    private static final class Telling {

        private final MessageId reply;
        private final int attempt;
        private int offset;

        /** What was told of an attempt that nobody has claimed: the one that comes after it may go on with it. */
        private final StringBuilder heard = new StringBuilder();

        private Telling(MessageId reply, int attempt, int offset) {
            this.reply = reply;
            this.attempt = attempt;
            this.offset = offset;
        }

        private boolean isUnclaimed() {
            return attempt == 0;
        }

        private boolean isOf(MessageId other, int otherAttempt) {
            return reply.equals(other) && attempt == otherAttempt;
        }
    }

    ReplyTeller(SessionHub hub, int largestPiece) {
        this.hub = hub;
        this.largestPiece = largestPiece;
    }

    /** The reader came back: what ran then is told from where it is, what ended before only by its end. */
    void resume(Feed.@Nullable Partial has, long head) {
        partial = has;
        replayedUpTo = head;
        ReplyText text = hub.current();
        runningAtResume = text == null ? null : text.reply();
    }

    /** More of what is being written; null if the reader has all of it. */
    @Nullable
    FeedItem running(long seq) {
        ReplyText text = hub.current();
        if (text == null || text.reply().reply().equals(ended)) {
            return null;
        }
        RunningReply reply = text.reply();
        if (seq < reply.after().value()) {
            hub.headIs(reply.after());
            return null;
        }
        Telling now = telling;
        if (now == null || !now.isOf(reply.reply(), reply.attempt())) {
            return isNews(now, reply, seq) ? started(text) : null;
        }
        return piece(now, text.length(), text);
    }

    private boolean isNews(@Nullable Telling now, RunningReply reply, long seq) {
        if (now != null && now.reply.equals(reply.reply())) {
            return reply.attempt() > now.attempt;
        }
        return !hub.endedBetween(reply.reply(), reply.after().value(), seq);
    }

    /** Null as long as this node has heard less of the attempt than the reader, elsewhere. */
    private @Nullable FeedItem started(ReplyText text) {
        RunningReply reply = text.reply();
        Telling before = unclaimed.get(reply.reply());
        if (before != null && reply.attempt() > 0) {
            return goneOn(before, text);
        }
        int has = had(reply.reply(), reply.attempt(), text.length(), text::read);
        if (has >= 0) {
            return begin(reply, has);
        }
        if (isAhead(reply, text.length())) {
            return null;
        }
        return reply.equals(runningAtResume) && text.length() > 0 ? snapshot(reply, text) : begin(reply, 0);
    }

    /** Null as long as the text may still become one that goes on with what the reader has. */
    private @Nullable FeedItem goneOn(Telling before, ReplyText text) {
        String heard = before.heard.toString();
        String now = text.read(0, Math.max(2, heard.length() + 1));
        if (now.startsWith(heard)) {
            return begin(text.reply(), heard.length());
        }
        return heard.startsWith(now) ? null : begin(text.reply(), 0);
    }

    private FeedItem snapshot(RunningReply reply, ReplyText text) {
        String content = text.read(0, Math.max(2, text.length()));
        beginTelling(reply.reply(), reply.attempt(), content.length()).heard.append(content);
        return new FeedItem.ReplySnapshot(reply.reply(), reply.attempt(), content, reply.model(), reply.replyTo());
    }

    /** A text, from an offset on, at most so much. */
    private interface Reading {
        String read(int from, int atMost);
    }

    /** How much of this text the reader said it has; -1 if that is of another attempt, too much, or cuts a character. */
    private int had(MessageId reply, int attempt, int length, Reading text) {
        Feed.Partial has = partial;
        if (has == null || !has.reply().equals(reply) || has.attempt() != attempt || has.offset() > length) {
            return -1;
        }
        return beginsWithin(text, has.offset(), length) ? -1 : has.offset();
    }

    private boolean isAhead(RunningReply reply, int length) {
        Feed.Partial has = partial;
        return has != null
                && has.reply().equals(reply.reply())
                && has.attempt() == reply.attempt()
                && has.offset() > length;
    }

    private static boolean beginsWithin(Reading text, int offset, int length) {
        String next = offset > 0 && offset < length ? text.read(offset, 2) : "";
        return !next.isEmpty() && Character.isLowSurrogate(next.charAt(0));
    }

    private FeedItem begin(RunningReply reply, int offset) {
        beginTelling(reply.reply(), reply.attempt(), offset);
        return new FeedItem.ReplyStarted(reply.reply(), reply.attempt(), offset, reply.model(), reply.replyTo());
    }

    private Telling beginTelling(MessageId reply, int attempt, int offset) {
        var begun = new Telling(reply, attempt, offset);
        telling = begun;
        if (begun.isUnclaimed()) {
            unclaimed.put(reply, begun);
        } else {
            unclaimed.remove(reply);
        }
        return begun;
    }

    private @Nullable FeedItem piece(Telling now, int length, ReplyText text) {
        if (now.offset >= length) {
            return null;
        }
        return told(now, text.read(now.offset, largestPiece));
    }

    private static @Nullable FeedItem told(Telling now, String piece) {
        if (piece.isEmpty()) {
            return null;
        }
        var item = new FeedItem.ReplyPiece(now.reply, now.attempt, now.offset, piece);
        now.offset += piece.length();
        if (now.isUnclaimed()) {
            now.heard.append(piece);
        }
        return item;
    }

    /** What the reader must be told before a reply's end; null if the end may be told now. */
    @Nullable
    FeedItem beforeEnd(Message message, long seq) {
        Content.FromAi content = reply(message);
        Telling now = telling;
        boolean told = now != null && now.isOf(message.id(), content.attempt());
        if (!told && (content.attempt() == 0 || wasMissed(now, message.id(), seq))) {
            return null;
        }
        if (!told) {
            return startedLate(message, content);
        }
        return now == null || now.offset >= content.text().length()
                ? null
                : told(now, slice(content.text(), now.offset));
    }

    /** Ended while the reader was away and of no concern to what it was being told: its end says all. */
    private boolean wasMissed(@Nullable Telling now, MessageId reply, long seq) {
        return seq <= replayedUpTo && (now == null || !now.reply.equals(reply));
    }

    /** Told from where the reader is, though this node hears of the reply only now. */
    private FeedItem startedLate(Message message, Content.FromAi content) {
        String text = content.text();
        Telling before = unclaimed.get(message.id());
        int has = before != null && text.startsWith(before.heard.toString())
                ? before.heard.length()
                : Math.max(
                        0,
                        had(
                                message.id(),
                                content.attempt(),
                                text.length(),
                                (from, atMost) -> text.substring(from, Math.min(text.length(), from + atMost))));
        beginTelling(message.id(), content.attempt(), has);
        String model = content.model();
        MessageId question = message.place().parent();
        return new FeedItem.ReplyStarted(
                message.id(),
                content.attempt(),
                has,
                model == null ? "" : model,
                question == null ? message.id() : question);
    }

    private String slice(String text, int from) {
        int to = Math.min(text.length(), from + largestPiece);
        boolean cutsPair = to < text.length()
                && Character.isHighSurrogate(text.charAt(to - 1))
                && Character.isLowSurrogate(text.charAt(to));
        return text.substring(from, cutsPair ? to - 1 : to);
    }

    FeedItem end(Seq seq, Message message) {
        telling = null;
        partial = null;
        ended = message.id();
        unclaimed.remove(message.id());
        return new FeedItem.ReplyEnded(seq, message, reply(message));
    }

    private static Content.FromAi reply(Message message) {
        if (message.content() instanceof Content.FromAi reply) {
            return reply;
        }
        throw new IllegalStateException("the event of a reply's end names a message of another kind");
    }
}
