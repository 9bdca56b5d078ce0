package dev.parley.bootstrap.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.ReplyJobsContract;
import dev.parley.application.contract.StoreBackend;
import dev.parley.application.contract.Stores;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.out.AuditLog.Recorded;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.domain.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.slf4j.MDC;

/** It is what it is put around, and each attempt that came to an end is a span. */
class TracedReplyJobsTest extends ReplyJobsContract {

    private final EndedSpans ended = new EndedSpans();
    private final RunningSpans running = new RunningSpans();

    @Override
    protected StoreBackend openBackend() {
        return new TracedMemory();
    }

    @AfterEach
    void each_span_tells_its_attempt_and_ending() {
        running.close();
        MDC.clear();
        assertThat(ended.all()).allSatisfy(span -> {
            assertThat(span.getName()).isEqualTo("reply");
            assertThat(span.getTraceId())
                    .isEqualTo(span.getAttributes().get(Names.MESSAGE).replace("-", ""));
            assertThat(span.getAttributes().get(Names.ATTEMPT)).isPositive();
            assertThat(span.getAttributes().get(Names.ENDING)).isNotEmpty();
        });
    }

    /** Stores in memory, by a clock that stands still until it is moved, with traced replies. */
    private final class TracedMemory implements StoreBackend {

        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        private final InMemoryStores memory = InMemoryStores.empty(now::get);

        private Stores of(InMemoryStores stores) {
            ReplyJobs traced = new TracedReplyJobs(stores.replies(), ended.spans(1), running);
            return new Stores(
                    stores.sessions(),
                    stores.conversations(),
                    traced,
                    stores.leases(),
                    stores.accounts(),
                    stores.logins(),
                    stores.apiKeys(),
                    stores.tickets(),
                    stores.preferences(),
                    stores.dataKeys(),
                    stores.audit(CHAIN));
        }

        @Override
        public Stores stores() {
            return of(memory);
        }

        @Override
        public void cutConnection() {
            memory.close();
        }

        @Override
        public Stores reconnect() {
            return of(memory.reopen());
        }

        @Override
        public Duration shortLease() {
            return Duration.ofSeconds(6);
        }

        @Override
        public void letTimePass(Duration time) {
            now.updateAndGet(before -> before.plus(time));
        }

        @Override
        public void rewriteAudit(TenantId tenant, UnaryOperator<List<Recorded>> change) {
            throw new UnsupportedOperationException("the audit log is tested elsewhere");
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
