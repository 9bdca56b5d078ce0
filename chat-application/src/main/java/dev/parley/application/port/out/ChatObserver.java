package dev.parley.application.port.out;

import dev.parley.domain.reply.ReplyEnding;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of messages and replies, for whoever counts and measures. It learns nothing of who or what is
 * meant: no ids, no texts. Thread-safe; called once for each message and a few times for each reply, never for its pieces.
 *
 * <ol>
 *   <li>G1: whatever it is told, it throws nothing: what it is told of has happened already.
 *   <li>G2: it may be told by many threads at once.
 * </ol>
 */
public interface ChatObserver {

    /**
     * A message was acknowledged.
     *
     * @param durability where it is
     * @param characters how long it is, in UTF-16 units
     */
    void messageAccepted(Durability durability, int characters);

    /**
     * A worker begins to write a reply.
     *
     * @param attempt from 1; above it, another attempt was begun before
     * @param waited for how long the question had been accepted by then, earlier replies of its session included; never
     *     negative
     */
    void replyBegan(int attempt, Duration waited);

    /**
     * A reply was ended for good by a worker, on this node.
     *
     * @param ending how
     * @param characters how long it is, in UTF-16 units
     * @param firstText how long the last attempt took from its claim to the first text people could see; null if there was
     *     none
     * @param whole how long the last attempt took from its claim to its end
     */
    void replyEnded(ReplyEnding ending, int characters, @Nullable Duration firstText, Duration whole);

    /** An attempt was given up on this node; another one follows, here or elsewhere. */
    void replyHandedBack();

    /** Where an acknowledged message is. */
    enum Durability {
        /** In the store. */
        STORE,
        /** In the journal of the node that took it. */
        JOURNAL,
        /** Where it was: it came again. */
        KNOWN
    }
}
