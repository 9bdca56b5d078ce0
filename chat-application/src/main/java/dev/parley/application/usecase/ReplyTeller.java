package dev.parley.application.usecase;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.out.ReplyLog.ReplyText;
import dev.parley.application.port.out.RunningReply;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import org.jspecify.annotations.Nullable;

/** Tells one reader the text of replies, from where it stands: a start or a snapshot, pieces that join, an end. */
final class ReplyTeller {

    private final SessionHub hub;
    private final int largestPiece;
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

        private Telling(MessageId reply, int attempt, int offset) {
            this.reply = reply;
            this.attempt = attempt;
            this.offset = offset;
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
        int has = had(reply.reply(), reply.attempt(), text.length(), text::read);
        if (has >= 0) {
            return begin(reply, has);
        }
        if (isAhead(reply, text.length())) {
            return null;
        }
        return reply.equals(runningAtResume) && text.length() > 0 ? snapshot(reply, text) : begin(reply, 0);
    }

    private FeedItem snapshot(RunningReply reply, ReplyText text) {
        String content = text.read(0, Math.max(2, text.length()));
        telling = new Telling(reply.reply(), reply.attempt(), content.length());
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
        telling = new Telling(reply.reply(), reply.attempt(), offset);
        return new FeedItem.ReplyStarted(reply.reply(), reply.attempt(), offset, reply.model(), reply.replyTo());
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
        int has = Math.max(
                0,
                had(
                        message.id(),
                        content.attempt(),
                        text.length(),
                        (from, atMost) -> text.substring(from, Math.min(text.length(), from + atMost))));
        telling = new Telling(message.id(), content.attempt(), has);
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
        return new FeedItem.ReplyEnded(seq, message, reply(message));
    }

    private static Content.FromAi reply(Message message) {
        if (message.content() instanceof Content.FromAi reply) {
            return reply;
        }
        throw new IllegalStateException("the event of a reply's end names a message of another kind");
    }
}
