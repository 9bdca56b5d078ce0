package dev.parley.adapter.rest;

import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a message as server-sent events: the receipt, then the reply as it comes, up to its end. A client that
 * goes away ends this response and nothing else.
 */
final class ReplyEvents implements StreamingOutput {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyEvents.class);
    private static final long RECONNECT_AFTER_MS = 1_000;

    private final ReplyWatch watch;
    private final Principal caller;
    private final SessionId session;
    private final SendMessage.Receipt receipt;
    private final SendMessage.@Nullable Place place;
    private final Duration keepAlive;

    ReplyEvents(
            ReplyWatch watch, Principal caller, SessionId session, SendMessage.Receipt receipt, Duration keepAlive) {
        this.watch = watch;
        this.caller = caller;
        this.session = session;
        this.receipt = receipt;
        this.place = receipt.place();
        this.keepAlive = keepAlive;
    }

    @Override
    public void write(OutputStream out) {
        var teller = new Teller(new EventStream(out));
        try {
            tell(teller);
        } catch (IOException e) {
            LOG.debug("A client went away from its event stream", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // The status has left already; what breaks now can only be told as an event.
    private void tell(Teller teller) throws IOException, InterruptedException {
        try {
            teller.accepted();
            teller.finish(watch.watch(caller, session, receipt.replyId(), teller));
        } catch (StoreException.Unavailable e) {
            LOG.warn("The store is not available", e);
            teller.error(ErrorCode.HISTORY_UNAVAILABLE, "the store can't be reached; the message is safe");
        } catch (RuntimeException e) {
            LOG.error("An event stream failed", e);
            teller.error(ErrorCode.PROCESSING_ERROR, "the request id names it in the logs; the message is safe");
        }
    }

    /** Turns what is told into events. The id of an event says where its reader stands: seq, attempt, offset. */
    private final class Teller implements ReplyWatch.Watcher {

        private final EventStream events;
        private final Frames frames = new Frames(session);
        private long seq = place == null ? 0 : place.seq().value();
        private int attempt;
        private int offset;
        private int chunks;
        private long wroteAt = System.nanoTime();

        Teller(EventStream events) {
            this.events = events;
        }

        void accepted() throws IOException {
            send(frames.accepted(receipt, session));
        }

        @Override
        public void tell(FeedItem item) throws IOException {
            switch (item) {
                case FeedItem.ReplyStarted started -> {
                    at(started.attempt(), started.baseOffset());
                    send(frames.started(started));
                }
                case FeedItem.ReplySnapshot snapshot -> {
                    at(snapshot.attempt(), snapshot.content().length());
                    send(frames.snapshot(snapshot));
                }
                case FeedItem.ReplyPiece piece -> {
                    offset = piece.offset() + piece.text().length();
                    chunks++;
                    send(frames.chunk(piece, chunks));
                }
                case FeedItem.ReplyEnded ended -> ended(ended);
                case FeedItem.Resumed ignored -> {}
                case FeedItem.CursorsMoved ignored -> {}
                case FeedItem.MessageStored ignored -> {}
                case FeedItem.PresenceChanged ignored -> {}
                case FeedItem.TypingChanged ignored -> {}
                case FeedItem.MessageChanged ignored -> {}
                case FeedItem.SessionChanged ignored -> {}
            }
        }

        // Clients that know only the five basic shapes learn of a failure by the error.
        private void ended(FeedItem.ReplyEnded ended) throws IOException {
            seq = ended.seq().value();
            if (ended.content().ending() instanceof ReplyEnding.Failed(ErrorCode code, String detail)) {
                send(frames.error(receipt.replyId(), code, detail));
            }
            send(frames.ended(ended));
        }

        private void at(int newAttempt, int newOffset) {
            chunks = newAttempt == attempt ? chunks : 0;
            attempt = newAttempt;
            offset = newOffset;
        }

        /** What else happens in the session, say that others type, does not keep the stream alive. */
        @Override
        public Duration patience() {
            Duration left = keepAlive.minusNanos(System.nanoTime() - wroteAt);
            return left.isPositive() ? left : Duration.ofMillis(1);
        }

        @Override
        public boolean idle() throws IOException {
            events.comment("still here");
            wroteAt = System.nanoTime();
            return true;
        }

        void finish(ReplyWatch.Ending ending) throws IOException {
            switch (ending) {
                case ReplyWatch.Ending.Ended ignored -> {}
                case ReplyWatch.Ending.GaveUp ignored -> {}
                case ReplyWatch.Ending.Stopping ignored -> send(frames.draining(RECONNECT_AFTER_MS));
                case ReplyWatch.Ending.Refused(var refusal) -> send(frames.error(receipt.replyId(), refusal));
            }
        }

        void error(ErrorCode code, String details) throws IOException {
            send(frames.error(receipt.replyId(), code, details));
        }

        private void send(Frame frame) throws IOException {
            events.event(frame, seq + "." + attempt + "." + offset);
            wroteAt = System.nanoTime();
        }
    }
}
