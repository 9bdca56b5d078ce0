package dev.parley.application.local;

import dev.parley.application.port.out.Listening;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener, until it is closed. If it throws, that is logged and it stays.
 *
 * @param <T> what it is told
 */
final class Member<T> implements Listening {

    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    private final Consumer<T> listener;
    private final Consumer<Member<T>> leave;
    private volatile boolean closed;

    Member(Consumer<T> listener, Consumer<Member<T>> leave) {
        this.listener = listener;
        this.leave = leave;
    }

    void tell(T what) {
        if (closed) {
            return;
        }
        try {
            listener.accept(what);
        } catch (RuntimeException e) {
            LOG.error("A listener failed; it stays and is told of what comes next", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        leave.accept(this);
    }
}
