package dev.parley.bootstrap.tracing;

import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An attempt at a reply on its way to one reader. It is told to one thread; any may end it. */
final class Delivery {

    private final MessageId reply;
    private final Span span;
    private final AtomicLong pieces = new AtomicLong();
    private final AtomicLong characters = new AtomicLong();
    private volatile @Nullable ReplyEnding ending;

    private Delivery(MessageId reply, Span span) {
        this.reply = reply;
        this.span = span;
    }

    /** One that begins now. */
    static Delivery begin(Spans spans, SessionId session, MessageId question, MessageId reply, int attempt) {
        return new Delivery(
                reply,
                spans.ofQuestion("reply deliver", question)
                        .setAttribute(Names.SESSION, session.toString())
                        .setAttribute(Names.MESSAGE, question.toString())
                        .setAttribute(Names.REPLY, reply.toString())
                        .setAttribute(Names.ATTEMPT, (long) attempt)
                        .startSpan());
    }

    boolean isOf(MessageId other) {
        return reply.equals(other);
    }

    /** One piece more. */
    void delivered(int length) {
        pieces.incrementAndGet();
        characters.addAndGet(length);
    }

    /** The reader is being told that it is over. */
    void told(ReplyEnding end) {
        ending = end;
    }

    boolean isTold() {
        return ending != null;
    }

    /** To be called once. Without an ending, the reader has left or gets another attempt. */
    void end() {
        span.setAttribute(Names.DELIVERED_PIECES, pieces.get());
        span.setAttribute(Names.DELIVERED_CHARACTERS, characters.get());
        ReplyEnding told = ending;
        if (told != null) {
            span.setAttribute(Names.ENDING, Names.of(told.state()));
        }
        span.end();
    }
}
