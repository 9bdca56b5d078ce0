package dev.parley.application.contract;

import dev.parley.application.port.out.AuditLog.Recorded;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.TextDigest;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A backend that was empty when it was opened, with stores over it. For one test. */
public interface StoreBackend extends AutoCloseable {

    /** What binds the entries of every audit log in these suites. */
    AuditChain CHAIN = new AuditChain(text -> TextDigest.sha256("a key that only these tests know" + text));

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

    /**
     * Does behind the audit log's back what nobody should: replaces a tenant's entries, in their order, by others, and
     * nothing else that is kept about them.
     */
    void rewriteAudit(TenantId tenant, UnaryOperator<List<Recorded>> change);

    /** Removes everything. */
    @Override
    void close();
}
