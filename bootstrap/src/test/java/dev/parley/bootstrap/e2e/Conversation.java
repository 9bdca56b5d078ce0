package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a client knows of a session, over all its connections, by the client rules of the protocol: events by seq, text
 * by attempt and offset. Remembers every break of what the server promises. Thread-safe.
 */
public final class Conversation {

    private static final long GUARD_SECONDS = 90;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, JsonNode> receipts = new LinkedHashMap<>();
    private final Map<String, ReplyText> replies = new LinkedHashMap<>();
    private final List<JsonNode> errors = new ArrayList<>();
    private final List<Broken> broken = new ArrayList<>();
    private long lastSeq;
    private boolean resumed;

    /** A frame arrived. */
    public void take(JsonNode frame) {
        lock.lock();
        try {
            apply(frame);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void apply(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "resumed" -> {
                expect(
                        frame.path("complete").asBoolean(),
                        Invariant.I1_CONTIGUOUS,
                        "what was missed was not told",
                        frame);
                resumed = true;
            }
            case "message_accepted" -> accepted(frame);
            case "message", "message_updated", "session_updated" -> event(frame);
            case "ai_started" -> reply(frame).started(frame);
            case "ai_snapshot" -> reply(frame).snapshot(frame);
            case "ai_chunk" -> reply(frame).chunk(frame);
            case "ai_complete", "ai_cancelled", "ai_failed", "ai_interrupted" -> {
                event(frame);
                reply(frame).ended(frame);
            }
            case "error" -> errors.add(frame);
            case "system" -> expect(!resumed, Invariant.PROTOCOL, "a greeting is the first frame", frame);
            default -> {}
        }
    }

    /** Every event once, in order, none missing. */
    private void event(JsonNode frame) {
        long seq = frame.path("seq").asLong();
        expect(seq == lastSeq + 1, Invariant.I1_CONTIGUOUS, "after event " + lastSeq, frame);
        lastSeq = Math.max(lastSeq, seq);
    }

    private void accepted(JsonNode frame) {
        boolean journalled = frame.path("durability").asText().equals("journal");
        if (!frame.path("duplicate").asBoolean() && !journalled) {
            event(frame);
        }
        String said = frame.path("client_message_id").asText();
        JsonNode before = receipts.get(said);
        for (String field : List.of("message_id", "reply_id", "seq", "position")) {
            expect(
                    before == null
                            || !before.has(field)
                            || !frame.has(field)
                            || before.path(field).equals(frame.path(field)),
                    Invariant.I8_ONCE,
                    "another receipt: " + before,
                    frame);
        }
        if (before == null || !isStored(before)) {
            receipts.put(said, frame);
        }
    }

    private static boolean isStored(JsonNode receipt) {
        return receipt.path("durability").asText().equals("db");
    }

    private ReplyText reply(JsonNode frame) {
        return replies.computeIfAbsent(frame.path("message_id").asText(), id -> new ReplyText(this::expect));
    }

    private void expect(boolean kept, Invariant invariant, String promise, JsonNode frame) {
        if (!kept) {
            broken.add(new Broken(invariant, promise + ": " + frame));
        }
    }

    /** A new connection begins; gives what to say first on it. */
    public String resume() {
        lock.lock();
        try {
            resumed = false;
            var frame = Api.JSON.createObjectNode().put("type", "resume").put("after_seq", lastSeq);
            replies.forEach((id, reply) -> {
                reply.connectionBegins();
                if (reply.isRunning()) {
                    frame.put("message_id", id)
                            .put("attempt", reply.attempt())
                            .put("offset", reply.text().length());
                }
            });
            return frame.toString();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is so. The condition is called under the lock. */
    public void await(String what, BooleanSupplier condition) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(GUARD_SECONDS);
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError("waited in vain for " + what + "; " + this);
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a message's receipt. */
    public JsonNode awaitReceipt(String clientMessageId) throws InterruptedException {
        await("the receipt of " + clientMessageId, () -> receipts.containsKey(clientMessageId));
        return locked(() -> receipts.get(clientMessageId));
    }

    /** Waits for a reply's end and gives that frame. */
    public JsonNode awaitEnd(String reply) throws InterruptedException {
        await(
                "the end of " + reply,
                () -> replies.containsKey(reply) && replies.get(reply).end() != null);
        return locked(() -> replies.get(reply).end());
    }

    /** Waits until a reply's text has at least so many UTF-16 units. */
    public void awaitText(String reply, int length) throws InterruptedException {
        await(
                length + " characters of " + reply,
                () -> replies.containsKey(reply) && replies.get(reply).text().length() >= length);
    }

    /** Waits until the server has said that everything missed was told. */
    public void awaitResumed() throws InterruptedException {
        await("resumed", () -> resumed);
    }

    /** Receipts by client message id. */
    public Map<String, JsonNode> receipts() {
        return locked(() -> new LinkedHashMap<>(receipts));
    }

    int receiptCount() {
        return locked(receipts::size);
    }

    /** Whether a reply is at this attempt or beyond. Quick enough for a condition. */
    public boolean attemptReaches(String reply, int attempt) {
        return locked(() -> replies.containsKey(reply) && replies.get(reply).attempt() >= attempt);
    }

    /** The replies it has heard of, in the order it heard of them. */
    public List<String> replies() {
        return locked(() -> List.copyOf(replies.keySet()));
    }

    /** Whether a reply's end was told. Quick enough for a condition. */
    public boolean hasEnded(String reply) {
        return locked(() -> replies.containsKey(reply) && replies.get(reply).end() != null);
    }

    /** What it has of a reply's text. */
    public String text(String reply) {
        return locked(() -> replies.get(reply).text());
    }

    /** Which attempt at a reply that text is of. */
    public int attempt(String reply) {
        return locked(() -> replies.get(reply).attempt());
    }

    /** The last event it has. */
    public long lastSeq() {
        return locked(() -> lastSeq);
    }

    /** The errors it was told. */
    public List<JsonNode> errors() {
        return locked(() -> List.copyOf(errors));
    }

    /** What the server promised and did not keep. */
    public List<Broken> broken() {
        return locked(() -> List.copyOf(broken));
    }

    private <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return locked(() -> "seq " + lastSeq + ", receipts " + receipts.keySet() + ", replies " + replies + ", errors "
                + errors + ", broken " + broken);
    }
}
