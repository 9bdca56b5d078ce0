package dev.parley.bootstrap.tracing;

import dev.parley.application.port.out.ReplyJobs.Claim;
import dev.parley.domain.message.MessageId;
import io.opentelemetry.api.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The spans of the replies that are written here. One whose end nobody tells is kept until its reply is claimed anew, or
 * too many have begun since. Thread-safe; does not block.
 */
final class RunningSpans {

    /** A few times as many as a node writes at once, at its best. */
    static final int MOST = 10_000;

    private static final String UNKNOWN = "unknown";

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<MessageId, Running> running = new LinkedHashMap<>();

    private record Running(Claim claim, Span span) {}

    /** A reply is being written from now on. */
    void add(Claim claim, Span span) {
        List<Running> left = new ArrayList<>();
        lock.lock();
        try {
            Running before = running.remove(claim.reply());
            if (before != null) {
                left.add(before);
            }
            if (running.size() == MOST) {
                left.add(running.pollFirstEntry().getValue());
            }
            running.put(claim.reply(), new Running(claim, span));
        } finally {
            lock.unlock();
        }
        left.forEach(RunningSpans::leave);
    }

    /** It is not written here any more: the span, to be ended by the caller; null if it is known no more, or never was. */
    @Nullable
    Span remove(Claim claim) {
        lock.lock();
        try {
            Running found = running.get(claim.reply());
            if (found == null || !found.claim().equals(claim)) {
                return null;
            }
            running.remove(claim.reply());
            return found.span();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody will tell any more. */
    void close() {
        List<Running> left;
        lock.lock();
        try {
            left = List.copyOf(running.values());
            running.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(RunningSpans::leave);
    }

    private static void leave(Running left) {
        left.span().setAttribute(Names.ENDING, UNKNOWN).end();
    }
}
