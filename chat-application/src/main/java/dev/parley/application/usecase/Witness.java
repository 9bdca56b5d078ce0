package dev.parley.application.usecase;

import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.AuditLog;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what people look at and do, before they see it. Thread-safe; every method blocks and throws
 * {@code StoreException} if it could not be written: then nothing must be shown or done.
 */
public final class Witness {

    /** Who looks at the same thing again within this time is not written down again. */
    public static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

    private static final int MOST_REMEMBERED = 10_000;

    private final ReentrantLock seen = new ReentrantLock();
    private final ReentrantLock owing = new ReentrantLock();
    private final SequencedMap<Look, Instant> lately = new LinkedHashMap<>();
    private final Queue<AuditEntry> owed = new ArrayDeque<>();
    private final AuditLog audit;
    private final InstantSource clock;

    /** One that has seen nothing yet. */
    public Witness(AuditLog audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    private record Look(TenantId tenant, UserId reader, AuditAction action, String subject) {}

    /** Somebody is about to see what is not theirs. Once in {@link #AGAIN_AFTER} for each reader and subject. */
    public void looks(Principal reader, AuditAction action, String subject, @Nullable String detail) {
        var look = new Look(reader.tenant(), reader.user(), action, subject);
        Instant now = clock.instant();
        if (!isFresh(look, now)) {
            acts(reader, action, subject, detail);
            remember(look, now);
        }
    }

    /** Somebody is about to do something, or has just done it. */
    public void acts(Principal actor, AuditAction action, String subject, @Nullable String detail) {
        audit.append(new AuditEntry(actor.tenant(), clock.instant(), actor.user(), action, subject, detail, null));
    }

    /** The server has just done something by itself. What can't be written now is written by {@link #settle}. */
    public void server(TenantId tenant, AuditAction action, String subject, @Nullable String detail) {
        owing.lock();
        try {
            owed.add(new AuditEntry(tenant, clock.instant(), null, action, subject, detail, null));
            settle();
        } finally {
            owing.unlock();
        }
    }

    /** Writes what could not be written. To be called before the server does anything more that has to be. */
    public void settle() {
        owing.lock();
        try {
            for (AuditEntry next = owed.peek(); next != null; next = owed.peek()) {
                audit.append(next);
                owed.remove();
            }
        } finally {
            owing.unlock();
        }
    }

    private boolean isFresh(Look look, Instant now) {
        seen.lock();
        try {
            Instant before = lately.get(look);
            return before != null && Duration.between(before, now).abs().compareTo(AGAIN_AFTER) < 0;
        } finally {
            seen.unlock();
        }
    }

    private void remember(Look look, Instant now) {
        seen.lock();
        try {
            lately.remove(look);
            lately.put(look, now);
            if (lately.size() > MOST_REMEMBERED) {
                lately.pollFirstEntry();
            }
        } finally {
            seen.unlock();
        }
    }
}
