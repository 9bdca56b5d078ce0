package dev.parley.application.contract;

import java.time.Duration;

/** A backend that was empty when it was opened, with stores over it. For one test. */
public interface StoreBackend extends AutoCloseable {

    /** The stores to be tested; always the same ones. */
    Stores stores();

    /**
     * Other stores that reach the backend for so many transactions, and then no more, as if their process had died
     * there. Unless a backend says otherwise, each call is taken for one transaction.
     */
    default Stores lastingFor(int transactions) {
        return ShortLived.stores(stores(), transactions);
    }

    /** From now on {@link #stores()} can't reach the backend, which keeps what it holds. */
    void cutConnection();

    /** Stores that reach the backend again, with all that it held. They may be the same ones. */
    Stores reconnect();

    /**
     * A time to live for leases that shall run out in the test: enough for a few calls, and short enough to be waited
     * for where the backend's clock can't be moved.
     */
    Duration shortLease();

    /** Returns when at least so much time has passed on the backend's clock. */
    void letTimePass(Duration time);

    /** Removes everything. */
    @Override
    void close();
}
