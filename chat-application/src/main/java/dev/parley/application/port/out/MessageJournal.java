package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyEnding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what people say while the store is away, and what they are answered, until the store has it. Belongs to one node.
 * Thread-safe; appending and keeping block until it is on the disk, everything else is answered from memory or nearly so.
 *
 * <ol>
 *   <li>G1: when {@code append} has said {@code Kept} or {@code Present}, the message survives the death of the process,
 *       unchanged, and is pending until it is settled.
 *   <li>G2: what is pending comes in the order it was appended.
 *   <li>G3: a message whose id is pending is not kept twice, also when many append it at once: all but one are told of the
 *       first.
 *   <li>G4: a full journal, and one that can't write, says {@code Full}, keeps what it has, and takes messages again when
 *       there is room.
 *   <li>G5: what is settled does not come again in this process. After the death of the process it may: whoever replays
 *       does nothing twice.
 *   <li>G6: what a death of the process or a broken disk left unreadable costs no message beside it.
 *   <li>G7: when {@code keep} has said true, the reply's text survives the death of the process, unchanged, in place of what was
 *       kept of it before, until it is forgotten. After the death of the process what was forgotten may come again.
 *   <li>G8: replies take no room that messages need: they have at most half of it. Where there is none, {@code keep} says
 *       false and what was kept before stays.
 * </ol>
 */
public interface MessageJournal {

    /** Keeps a message. Called with what passed all checks. */
    Appending append(NewMessage message);

    /** What is not settled yet, the oldest first. A copy. */
    List<NewMessage> pending();

    /** Whether nothing is pending. Does not block. */
    boolean isEmpty();

    /** A message is where it belongs, or never will be: it is forgotten. Idempotent. */
    void settle(NewMessage message);

    /** Keeps what has been written of a reply. False if there is no room, or the disk refuses. */
    boolean keep(KeptReply reply);

    /** What is kept of replies, each once, in the order in which they were kept first. A copy. */
    List<KeptReply> replies();

    /** A reply is where it belongs, or never will be. Idempotent. */
    void forget(MessageId reply);

    /**
     * What was written of a reply while the store was away.
     *
     * @param key in which session
     * @param reply which
     * @param text all of it so far
     * @param ending how it ended; null if it was being written
     * @param model who wrote it; null if none was asked
     */
    record KeptReply(
            SessionKey key,
            MessageId reply,
            String text,
            @Nullable ReplyEnding ending,
            @Nullable String model) {

        /** Refuses nulls where none are allowed. */
        public KeptReply {
            requireNonNull(key, "key");
            requireNonNull(reply, "reply");
            requireNonNull(text, "text");
        }
    }

    /** What came of it. */
    sealed interface Appending {

        /** It is kept. */
        record Kept() implements Appending {}

        /** One with this id is kept already. */
        record Present(NewMessage first) implements Appending {}

        /**
         * There is no room, or the disk refuses. Nothing was kept.
         *
         * @param cause what the disk said; null if there is no room
         */
        record Full(@Nullable Exception cause) implements Appending {}
    }
}
