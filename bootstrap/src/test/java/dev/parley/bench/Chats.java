package dev.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many people who each ask for a stream of stamped tokens, and note how late each token is. */
final class Chats {

    /** Opens one person's connection. */
    @FunctionalInterface
    interface Opening {
        Chat open(int number) throws IOException;
    }

    /** One person's connection. */
    interface Chat extends AutoCloseable {
        /** Asks, and gives every text that arrives to the ear until the answer has ended. */
        void ask(String order, Ear ear) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Hears what arrives. */
    interface Ear {
        void heard(String text);

        void acknowledged();
    }

    private static final Duration ARRIVALS = Duration.ofSeconds(Integer.getInteger("bench.arrivals", 1));
    private static final Pattern STAMP = Pattern.compile("(\\d{10,})");

    private final Duration arrivals;
    private final boolean steadyOnly;
    private final Figures late = new Figures(2_000_000);
    private final Figures acknowledged = new Figures(100_000);
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    private Chats(Duration arrivals, boolean steadyOnly) {
        this.arrivals = arrivals;
        this.steadyOnly = steadyOnly;
    }

    /** Notes all there is to hear. */
    static Chats whole() {
        return new Chats(ARRIVALS, false);
    }

    /** Notes all there is to hear of people who arrive within a time of their own. */
    static Chats arriving(Duration arrivals) {
        return new Chats(arrivals, false);
    }

    /** Notes delays only while all are served: from when the last has asked until the first would be through. */
    static Chats steady(Duration arrivals) {
        return new Chats(arrivals, true);
    }

    Figures late() {
        return late;
    }

    Figures acknowledged() {
        return acknowledged;
    }

    long tokens() {
        return tokens.get();
    }

    long failures() {
        return failures.get();
    }

    /** All ask within some seconds, one after the other whatever becomes of those before, and are heard to the end. */
    void run(Opening opening, int people, int tokensEach, int rate, Runnable opened)
            throws IOException, InterruptedException {
        List<Chat> chats = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            chats.add(opening.open(i));
        }
        opened.run();
        var ended = new CountDownLatch(people);
        long begin = System.nanoTime();
        long apart = arrivals.toNanos() / people;
        long from = steadyOnly ? begin + arrivals.toNanos() : begin;
        long span = steadyOnly ? tokensEach * 1_000_000_000L / rate - arrivals.toNanos() : Long.MAX_VALUE;
        for (int i = 0; i < people; i++) {
            Chat chat = chats.get(i);
            long due = begin + i * apart;
            Thread.ofVirtual().start(() -> {
                try {
                    waitUntil(due);
                    chat.ask("tokens=" + tokensEach + " rate=" + rate, ear(from, span));
                } catch (IOException e) {
                    if (failures.getAndIncrement() == 0) {
                        System.err.println("the first that failed: " + e);
                    }
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();
        for (Chat chat : chats) {
            chat.close();
        }
    }

    static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private Ear ear(long from, long span) {
        long asked = System.nanoTime();
        return new Ear() {
            @Override
            public void heard(String text) {
                long now = System.nanoTime();
                Matcher stamps = STAMP.matcher(text);
                boolean counts = now - from >= 0 && now - from < span;
                while (stamps.find()) {
                    if (counts) {
                        late.add(now - Long.parseLong(stamps.group(1)));
                    }
                    tokens.incrementAndGet();
                }
            }

            @Override
            public void acknowledged() {
                acknowledged.add(System.nanoTime() - asked);
            }
        };
    }

    /** Asks the model itself. */
    static Opening direct(int modelPort) {
        return number -> new Chat() {
            @Override
            public void ask(String order, Ear ear) throws IOException {
                var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + modelPort + "/")
                        .toURL()
                        .openConnection();
                connection.setDoOutput(true);
                connection.getOutputStream().write(order.getBytes(StandardCharsets.UTF_8));
                try (var lines = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                    lines.lines().forEach(ear::heard);
                }
            }

            @Override
            public void close() {
                // One request, one connection: nothing to close.
            }
        };
    }

    /** Asks over a socket whose last frame says {@code ai_complete}. */
    static Opening over(SocketOpening sockets) {
        return number -> {
            FrameSocket socket = sockets.open(number);
            return new Chat() {
                @Override
                public void ask(String order, Ear ear) throws IOException {
                    socket.send(sockets.message(number, order));
                    hear(socket, ear);
                }

                @Override
                public void close() throws IOException {
                    socket.close();
                }
            };
        };
    }

    /** Gives what a socket says to the ear until the answer has ended. */
    static void hear(FrameSocket socket, Ear ear) throws IOException {
        for (String frame = socket.receive(); ; frame = socket.receive()) {
            if (frame == null) {
                throw new IOException("closed before the answer ended");
            }
            if (frame.contains("\"ai_complete\"")) {
                return;
            }
            if (frame.contains("\"message_accepted\"")) {
                ear.acknowledged();
            } else if (frame.contains("\"content\"")) {
                ear.heard(content(frame));
            }
        }
    }

    private static String content(String frame) {
        int from = frame.indexOf("\"content\":\"") + 11;
        return frame.substring(from, frame.indexOf('"', from));
    }

    /** How a kind of server is reached. */
    interface SocketOpening {
        FrameSocket open(int number) throws IOException;

        String message(int number, String order);
    }
}
