package dev.parley.adapter.rest;

import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets few large bodies come at once, and one of each caller, so that they fit into memory. Thread-safe. */
final class Uploads {

    private static final Duration LATER = Duration.ofSeconds(2);

    private final Set<Who> coming = ConcurrentHashMap.newKeySet();
    private final Semaphore places;

    Uploads(int places) {
        this.places = new Semaphore(places);
    }

    private record Who(String tenant, String user) {}

    /** Reads and does something with a body, or refuses to, at once. */
    <T> T admit(Principal caller, Supplier<T> work) {
        var who = new Who(caller.tenant().value(), caller.user().value());
        if (!coming.add(who)) {
            throw refused("one file after the other");
        }
        try {
            if (!places.tryAcquire()) {
                throw refused("too many files come just now");
            }
            try {
                return work.get();
            } finally {
                places.release();
            }
        } finally {
            coming.remove(who);
        }
    }

    private static RefusedException refused(String rule) {
        return new RefusedException(new Refusal(ErrorCode.RATE_LIMITED, null, rule, LATER));
    }
}
