package dev.parley.bootstrap.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.SessionCacheContract;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CaffeineSessionCacheTest extends SessionCacheContract {

    private static final Instant AT = Instant.parse("2026-05-06T07:08:09.123Z");
    private static final Duration IDLE = Duration.ofHours(1);

    private final AtomicLong nanos = new AtomicLong();

    private CaffeineSessionCache cache(long bytes) {
        return new CaffeineSessionCache(bytes, IDLE, nanos::get);
    }

    @Override
    protected SessionCache open() {
        return cache(8L << 20);
    }

    private static SessionSnapshot session(int number) {
        var session = new Session(
                new SessionId(new UUID(1, number)),
                TenantId.DEFAULT,
                new UserId("ada"),
                null,
                "en",
                null,
                AssistantName.STANDARD,
                null,
                "{}",
                Standing.ACTIVE,
                AT,
                AT);
        return new SessionSnapshot(new Stored(session, new Seq(1), 0, null), List.of(), new Seq(1));
    }

    @Test
    void what_nobody_asks_for_is_forgotten() {
        CaffeineSessionCache cache = cache(8L << 20);
        cache.keep(session(1));
        cache.keep(session(2));
        nanos.addAndGet(IDLE.toNanos() - 1);
        assertThat(cache.find(session(1).key())).isPresent();

        nanos.addAndGet(1);

        assertThat(cache.find(session(1).key())).isPresent();
        assertThat(cache.find(session(2).key())).isEmpty();
    }

    @Test
    void memory_is_bounded_by_what_sessions_weigh() {
        long most = 100L * session(1).weight();
        CaffeineSessionCache cache = cache(most);

        for (int number = 0; number < 10_000; number++) {
            cache.keep(session(number));
        }

        assertThat(cache.usedLast(10_000)).hasSizeBetween(1, 100);
    }

    @Test
    void without_memory_nothing_is_remembered() {
        CaffeineSessionCache cache = cache(0);

        cache.keep(session(1));
        cache.expect(session(2).key(), Seq.NONE);

        assertThat(cache.find(session(1).key())).isEmpty();
        assertThat(cache.usedLast(10)).isEmpty();
    }

    @Test
    void the_sessions_used_last_are_told_the_latest_first() {
        CaffeineSessionCache cache = cache(8L << 20);
        for (int number = 1; number <= 3; number++) {
            cache.keep(session(number));
            nanos.addAndGet(1_000_000_000);
        }
        cache.expect(session(4).key(), Seq.NONE);
        assertThat(cache.find(session(1).key())).isPresent();

        List<SessionKey> used = cache.usedLast(2);

        assertThat(used)
                .hasSizeLessThanOrEqualTo(2)
                .isSubsetOf(session(1).key(), session(3).key());
        assertThat(cache.usedLast(10)).first().isEqualTo(session(1).key());
    }
}
