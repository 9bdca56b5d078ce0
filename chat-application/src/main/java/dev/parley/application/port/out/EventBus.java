package dev.parley.application.port.out;

import java.util.function.Consumer;

/**
 * Carries announcements to every node that listens. At most once: that is enough, because listeners compare with the
 * store. Thread-safe.
 *
 * <ol>
 *   <li>G1: an announcement reaches every listener of its session, and those of all sessions, the announcing node's own
 *       included, while the backend is there.
 *   <li>G2: announcements of one thread about one session reach a listener in the order they were made.
 *   <li>G3: listeners of other sessions, and of other tenants, hear nothing.
 *   <li>G4: announcing neither blocks on a listener nor on a lost backend, and never throws because of either.
 *   <li>G5: a listener that throws harms no other listener and stays.
 *   <li>G6: after closing, no further call begins.
 *   <li>G7: events arrive equal to what was announced, except that a message may be left out.
 * </ol>
 */
public interface EventBus extends AutoCloseable {

    /** Tells everybody. Called after the commit. */
    void announce(Announcement announcement);

    /** Listens to one session. The listener is called on the bus's thread or the announcer's and must not block. */
    Listening listen(SessionKey key, Consumer<Announcement> listener);

    /** Listens to all sessions, on whatever node things happen. The listener must not block. */
    Listening listenToAll(Consumer<Announcement> listener);

    /** Ends the bus. Idempotent. */
    @Override
    void close();
}
