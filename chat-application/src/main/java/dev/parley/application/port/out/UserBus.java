package dev.parley.application.port.out;

import java.util.function.Consumer;

/**
 * Carries to every node what concerns a user and no session; what concerns sessions goes over the {@link EventBus}. At
 * most once. Thread-safe.
 *
 * <ol>
 *   <li>G1: news reach every listener, the telling node's own included, equal to what was told, while the backend is
 *       there.
 *   <li>G2: news of one thread about one user reach a listener in the order they were told.
 *   <li>G3: telling neither blocks on a listener nor on a lost backend, and never throws because of either.
 *   <li>G4: a listener that throws harms no other listener and stays.
 *   <li>G5: a closed listening hears nothing that is told afterwards; after closing the bus, no further call begins.
 * </ol>
 */
public interface UserBus extends AutoCloseable {

    /** Tells everybody. Called after the commit. */
    void tell(UserNews news);

    /** Listens to the news of all users. The listener is called on the bus's thread or the teller's and must not block. */
    Listening listen(Consumer<UserNews> listener);

    /** Ends the bus. Idempotent. */
    @Override
    void close();
}
