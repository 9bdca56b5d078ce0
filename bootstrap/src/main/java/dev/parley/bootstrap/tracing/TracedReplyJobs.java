package dev.parley.bootstrap.tracing;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyEnding;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replies as work, each attempt a span: from its claim until it is finished or handed back. Whoever claims a reply writes it
 * on the same thread, so the span is that thread's current one until then.
 */
final class TracedReplyJobs implements ReplyJobs {

    private static final String LOST = "lost";
    private static final String HANDED_BACK = "handed_back";

    private final ReplyJobs jobs;
    private final Spans spans;
    private final RunningSpans running;

    TracedReplyJobs(ReplyJobs jobs, Spans spans, RunningSpans running) {
        this.jobs = jobs;
        this.spans = spans;
        this.running = running;
    }

    @Override
    public Optional<Job> claim(Ticket ticket, NodeLease owner, Instant at) {
        Optional<Job> claimed = jobs.claim(ticket, owner, at);
        claimed.filter(job -> spans.areFor(job.question())).ifPresent(this::begin);
        return claimed;
    }

    private void begin(Job job) {
        Claim claim = job.claim();
        Span span = spans.ofQuestion("reply", job.question())
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(Names.SESSION, claim.key().session().toString())
                .setAttribute(Names.MESSAGE, job.question().toString())
                .setAttribute(Names.REPLY, claim.reply().toString())
                .setAttribute(Names.ATTEMPT, (long) claim.attempt())
                .setAttribute(Names.TAKEOVERS, (long) job.takeovers())
                .startSpan();
        running.add(claim, span);
        Current.becomes(span.getSpanContext());
    }

    @Override
    public Finish finish(Claim claim, Content.FromAi content, Instant at) {
        Finish finish = jobs.finish(claim, content, at);
        Span span = running.remove(claim);
        if (span != null) {
            switch (finish) {
                case Finish.Finished ignored -> ended(span, content);
                case Finish.Lost() -> span.setAttribute(Names.ENDING, LOST);
            }
            end(span);
        }
        return finish;
    }

    private static void ended(Span span, Content.FromAi content) {
        span.setAttribute(Names.ENDING, Names.of(content.ending().state()));
        span.setAttribute(Names.CHARACTERS, (long) content.text().length());
        if (content.ending() instanceof ReplyEnding.Failed(var code, var detail)) {
            Spans.failed(span, code.name());
        }
    }

    @Override
    public boolean handBack(Claim claim) {
        boolean had = jobs.handBack(claim);
        Span span = running.remove(claim);
        if (span != null) {
            span.setAttribute(Names.ENDING, had ? HANDED_BACK : LOST);
            end(span);
        }
        return had;
    }

    private static void end(Span span) {
        span.end();
        Current.ends(span.getSpanContext());
    }

    @Override
    public List<Ticket> startable(int limit) {
        return jobs.startable(limit);
    }

    @Override
    public boolean checkpoint(Claim claim, String text) {
        return jobs.checkpoint(claim, text);
    }

    @Override
    public Set<Claim> checkpointAll(Map<Claim, String> texts) {
        return jobs.checkpointAll(texts);
    }

    @Override
    public Cancellation cancel(SessionKey key, MessageId reply, Instant at) {
        return jobs.cancel(key, reply, at);
    }

    @Override
    public List<MessageId> cancelRequested(NodeLease owner) {
        return jobs.cancelRequested(owner);
    }

    @Override
    public Optional<Progress> progress(SessionKey key, MessageId questionOrReply) {
        return jobs.progress(key, questionOrReply);
    }

    @Override
    public List<Progress> open(SessionKey key) {
        return jobs.open(key);
    }
}
