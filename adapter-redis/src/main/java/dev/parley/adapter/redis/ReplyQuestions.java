package dev.parley.adapter.redis;

import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Redis is asked for a running reply: to begin it, to keep or only to say a piece, to end it. Used by one thread. */
final class ReplyQuestions {

    /** The longest piece, in UTF-16 units. */
    static final int LARGEST = 16_384;

    /** How long Redis keeps a reply nobody goes on with. */
    static final Duration KEPT = Duration.ofMinutes(10);

    /** So much Redis gets at once, in UTF-16 units: it need not cross the wire twice. */
    private static final int MUCH = 1_024;

    /** How long it is known that an attempt has ended. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final Script BEGIN = Script.named("reply-begin");
    private static final Script APPEND = Script.named("reply-append");
    private static final Script END = Script.named("reply-end");
    private static final Logger LOG = LoggerFactory.getLogger(ReplyQuestions.class);

    private final String node;
    private final ReplySeal seal;

    /** @param node who writes */
    ReplyQuestions(String node, ReplySeal seal) {
        this.node = node;
        this.seal = seal;
    }

    /** What was asked for one reply, and is answered when the pipeline is through. */
    record Asked(
            OutgoingReply reply,
            @Nullable Answer<Object> begin,
            @Nullable Piece piece,
            @Nullable Answer<Object> over) {}

    /** A piece of text. */
    sealed interface Piece {

        int from();

        int end();

        default boolean isLargest() {
            return end() - from() >= LARGEST - 1;
        }

        /** Redis keeps it and tells it. */
        record Kept(int from, int end, Answer<Object> answer) implements Piece {}

        /** It is only said, to all who listen. */
        record Said(int from, int end, Answer<Long> answer) implements Piece {}

        /** It is only said, to the only one who listens, with what else is said to it. */
        record Posted(int from, int end, Post.Parcel parcel) implements Piece {}

        /** It can't be sealed now. */
        record Unsealed(int from, int end) implements Piece {}
    }

    /** Puts into a batch, or into the post that goes with it, what is due of a reply. */
    Asked ask(Batch batch, Post post, OutgoingReply outgoing) {
        if (!outgoing.isGoingOn()) {
            return new Asked(
                    outgoing,
                    null,
                    null,
                    outgoing.hasBegun() ? batch.run(END, outgoing.keys(), ofEnd(outgoing)) : null);
        }
        Answer<Object> begin = outgoing.hasBegun() ? null : batch.run(BEGIN, outgoing.keys(), ofBegin(outgoing));
        return new Asked(
                outgoing,
                begin,
                outgoing.isToKeep(MUCH, ReplySender.KEEP_EVERY) ? keep(batch, outgoing) : say(batch, post, outgoing),
                null);
    }

    private @Nullable Piece keep(Batch batch, OutgoingReply outgoing) {
        int from = outgoing.kept();
        String text = outgoing.unkept(LARGEST);
        if (text.isEmpty()) {
            return null;
        }
        int end = from + text.length();
        String sealed = sealed(outgoing.reply(), text);
        int unsaid = Math.clamp(outgoing.said(), from, end) - from;
        String rest = unsaid == 0 ? null : sealed(outgoing.reply(), text.substring(unsaid));
        if (sealed == null || (rest == null && unsaid > 0)) {
            return new Piece.Unsealed(from, end);
        }
        outgoing.isUnderWayTo(end);
        return new Piece.Kept(from, end, batch.run(APPEND, outgoing.keys(), ofAppend(outgoing, end, sealed, rest)));
    }

    private @Nullable Piece say(Batch batch, Post post, OutgoingReply outgoing) {
        int from = outgoing.said();
        String text = outgoing.unsaid(LARGEST);
        if (text.isEmpty()) {
            return null;
        }
        int end = from + text.length();
        String sealed = sealed(outgoing.reply(), text);
        if (sealed == null) {
            return new Piece.Unsealed(from, end);
        }
        outgoing.isUnderWayTo(end);
        String note = ReplyNote.live(node, outgoing.reply(), end, sealed);
        String reader = outgoing.onlyReader();
        return reader == null
                ? new Piece.Said(from, end, batch.publishBeside(outgoing.keys().getFirst(), outgoing.channel(), note))
                : new Piece.Posted(from, end, post.add(reader, outgoing.channel(), note));
    }

    /** Without a key nothing is sent; it is tried again with what comes next. */
    private @Nullable String sealed(RunningReply reply, String piece) {
        try {
            return seal.seal(reply, piece);
        } catch (StoreException e) {
            LOG.warn("A piece of reply {} can't be sealed now and waits", reply.reply(), e);
            return null;
        }
    }

    private List<String> ofBegin(OutgoingReply outgoing) {
        RunningReply reply = outgoing.reply();
        String about = AboutJson.of(reply);
        return List.of(
                reply.reply().toString(),
                Integer.toString(reply.attempt()),
                node,
                Long.toString(reply.after().value()),
                about,
                Long.toString(KEPT.toMillis()),
                outgoing.channel(),
                ReplyNote.begin(node, reply, about));
    }

    private List<String> ofAppend(OutgoingReply outgoing, int end, String sealed, @Nullable String rest) {
        RunningReply reply = outgoing.reply();
        List<String> arguments = new ArrayList<>(List.of(
                reply.reply().toString(),
                Integer.toString(reply.attempt()),
                node,
                Integer.toString(outgoing.kept()),
                Integer.toString(end),
                sealed,
                Long.toString(KEPT.toMillis()),
                outgoing.channel(),
                ReplyNote.text(node, reply, end)));
        if (rest != null) {
            arguments.add(rest);
        }
        return arguments;
    }

    private List<String> ofEnd(OutgoingReply outgoing) {
        RunningReply reply = outgoing.reply();
        return List.of(
                reply.reply().toString(),
                Integer.toString(reply.attempt()),
                node,
                Long.toString(REMEMBERED.toMillis()),
                outgoing.channel(),
                ReplyNote.end(node, reply));
    }
}
