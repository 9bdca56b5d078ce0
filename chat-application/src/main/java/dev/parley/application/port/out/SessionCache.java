package dev.parley.application.port.out;

import dev.parley.domain.message.Seq;
import java.util.List;
import java.util.Optional;

/**
 * Remembers what sessions were lately, so that not all of it must be read from the store again. It is a memory and no
 * authority: whoever needs to know what is, compares the head of what is found with the store's. Thread-safe; no method
 * throws because something behind it is lost.
 *
 * <ol>
 *   <li>G1: what is found was kept, or is what the events since have made of it. Anything may be forgotten at any time.
 *   <li>G2: of two snapshots of a session the one with the later head is remembered, at equal heads the one with the later
 *       header, with the same header the one with more messages, in whatever order they come, also when many come at once.
 *   <li>G3: once events of a session that is remembered or expected were told, or the session is expected at an event,
 *       nothing from before them is found, though it is kept only now.
 *   <li>G4: sessions, and tenants, do not see each other.
 *   <li>G5: what is too heavy is not kept, nor is anything from before it found then.
 *   <li>G6: where what is behind it is lost, nothing is found, and the rest does nothing.
 * </ol>
 */
public interface SessionCache {

    /** What is remembered of a session; at once where it is in memory, else within the time set for that. */
    Optional<SessionSnapshot> find(SessionKey key);

    /**
     * Says that somebody reads a session from the store and may keep what comes. Does not block.
     *
     * @param atLeast the event the session is known to have reached; {@link Seq#NONE} if none is known
     */
    void expect(SessionKey key, Seq atLeast);

    /** Remembers a session. Does not block. */
    void keep(SessionSnapshot snapshot);

    /**
     * Tells what happened in a session. Called after the commit. Does not block.
     *
     * @param events by seq, at least one, of one session; messages may be left out
     */
    void appended(List<RecordedEvent> events);
}
