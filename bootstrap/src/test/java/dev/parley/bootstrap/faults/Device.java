package dev.parley.bootstrap.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.e2e.Api;
import dev.parley.bootstrap.e2e.Conversation;
import dev.parley.bootstrap.e2e.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One person's device in one session, which keeps to the protocol and never gives up: it connects to whichever node its route
 * names, resumes where it is, says again what was not acknowledged as stored, and writes down all it sees. Used by any thread.
 */
final class Device implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SAY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long REST_MILLIS = 100;
    private static final int MOST_DOUBLINGS = 4;
    private static final String PING = "{\"type\":\"ping\"}";

    private final Api person;
    private final String session;
    private final IntSupplier route;
    private final Random random;
    private final History history;
    private final Conversation told = new Conversation();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, String> unstored = new LinkedHashMap<>();
    private final Set<String> journalled = new HashSet<>();
    private final Thread life;

    private @Nullable Socket wire;
    private int connection;
    private int failures;
    private boolean over;
    private boolean leaving;
    private long drainMillis;
    private long heardAt;
    private long pingedAt;
    private long saidAt;

    /** @param route which port to connect to next; asked before each connection */
    Device(String name, Api person, String session, IntSupplier route, long seed) {
        this.person = person;
        this.session = session;
        this.route = route;
        this.random = new Random(seed);
        this.history = new History(name);
        this.life = Thread.ofVirtual().name("device-" + name).start(this::live);
    }

    History history() {
        return history;
    }

    Conversation told() {
        return told;
    }

    /** Says something, now or as soon as it can. Does not block for long. */
    void say(String clientMessageId, String text) {
        lock.lock();
        try {
            unstored.put(clientMessageId, Api.message(session, clientMessageId, text));
            send(unstored.get(clientMessageId));
        } finally {
            lock.unlock();
        }
    }

    /** Sends a frame if it is connected. */
    void sendOnce(String frame) {
        lock.lock();
        try {
            send(frame);
        } finally {
            lock.unlock();
        }
    }

    /** Drops its connection without a word, and makes another. */
    void drop() {
        lock.lock();
        try {
            history.note("drops its connection");
            end();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was ever told something like this. */
    boolean hasHeard(Predicate<JsonNode> frame) {
        return history.entries().stream()
                .anyMatch(entry -> entry.kind() == Entry.Kind.HEARD && frame.test(entry.frame()));
    }

    /** Whether it has so much of a reply, or its end. */
    boolean hasRead(String reply, int characters) {
        return told.replies().contains(reply)
                && (told.hasEnded(reply) || told.text(reply).length() >= characters);
    }

    /** Whether all it said is known to be stored. */
    boolean hasNothingUnstored() {
        lock.lock();
        try {
            return unstored.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void live() {
        try {
            while (goesOn()) {
                if (connect()) {
                    stay();
                }
                rest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean goesOn() {
        lock.lock();
        try {
            return !leaving;
        } finally {
            lock.unlock();
        }
    }

    private boolean connect() {
        int port = route.getAsInt();
        String resume;
        int number;
        lock.lock();
        try {
            number = ++connection;
            over = false;
            drainMillis = 0;
            resume = told.resume();
            history.connected("to " + port);
        } finally {
            lock.unlock();
        }
        try {
            Socket opened = Socket.open(person.at(port), session, PATIENCE, frame -> hear(number, frame));
            CompletableFuture<Void> unused = opened.closed().thenAccept(code -> closed(number, code));
            begin(opened, resume);
            return true;
        } catch (CompletionException e) {
            lock.lock();
            try {
                failures++;
                history.note("was not let in: " + e.getCause());
            } finally {
                lock.unlock();
            }
            return false;
        }
    }

    private void begin(Socket opened, String resume) {
        lock.lock();
        try {
            wire = opened;
            failures = 0;
            heardAt = System.nanoTime();
            pingedAt = heardAt;
            saidAt = heardAt;
            send(resume);
            unstored.values().forEach(this::send);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the connection as long as it is any good. */
    private void stay() throws InterruptedException {
        lock.lock();
        try {
            while (!over && !leaving) {
                long now = System.nanoTime();
                if (now - heardAt > SILENCE_NANOS) {
                    history.note("hears nothing any more");
                    break;
                }
                if (now - heardAt > PING_NANOS && now - pingedAt > PING_NANOS) {
                    pingedAt = now;
                    send(PING);
                }
                if (now - saidAt > SAY_AGAIN_NANOS) {
                    saidAt = now;
                    sayAgain();
                }
                changed.awaitNanos(TICK_NANOS);
            }
            end();
        } finally {
            lock.unlock();
        }
    }

    private void sayAgain() {
        unstored.forEach((id, frame) -> {
            if (!journalled.contains(id)) {
                send(frame);
            }
        });
    }

    private void end() {
        over = true;
        connection++; // what still comes over it is not heard
        if (wire != null) {
            wire.close();
            wire = null;
        }
        changed.signalAll();
    }

    private void rest() throws InterruptedException {
        lock.lock();
        try {
            long most = REST_MILLIS << Math.min(failures, MOST_DOUBLINGS);
            long left = TimeUnit.MILLISECONDS.toNanos(drainMillis + random.nextLong(most) + 1);
            while (left > 0 && !leaving) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(String frame) {
        if (wire == null || over) {
            return;
        }
        try {
            if (!frame.equals(PING)) {
                history.said(Api.parse(frame));
            }
            wire.send(frame);
        } catch (CompletionException e) {
            history.note("could not send: " + e.getCause());
            over = true;
            changed.signalAll();
        }
    }

    private void closed(int number, int code) {
        lock.lock();
        try {
            if (number == connection) {
                history.note("closed with " + code);
                over = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void hear(int number, JsonNode frame) {
        lock.lock();
        try {
            if (number == connection) {
                heardAt = System.nanoTime();
                history.heard(frame);
                told.take(frame);
                obey(frame);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void obey(JsonNode frame) {
        String id = frame.path("client_message_id").asText();
        switch (frame.path("type").asText()) {
            case "message_accepted" -> {
                if (frame.path("durability").asText().equals("db")) {
                    unstored.remove(id);
                } else {
                    journalled.add(id);
                }
            }
            case "error" -> journalled.remove(id);
            case "draining" -> drainMillis = frame.path("reconnect_after_ms").asLong();
            case "pong", "heartbeat" -> {
                if (frame.path("last_seq").asLong() > told.lastSeq()) {
                    history.note("was not told of the last event");
                    over = true;
                }
            }
            default -> {}
        }
    }

    /** Leaves. Blocks until it is gone. */
    @Override
    public void close() {
        lock.lock();
        try {
            leaving = true;
            end();
        } finally {
            lock.unlock();
        }
        try {
            life.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
