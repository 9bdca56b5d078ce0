package dev.parley.bench;

import dev.parley.bootstrap.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What logging in costs others: how soon a chat message is acknowledged while nobody logs in and while many do, and what a
 * login and a frame on an open socket take of the processor.
 */
public final class LoginBench {

    private static final int PEOPLE = Integer.getInteger("bench.people", 200);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 15);
    private static final int ACCOUNTS = 20;
    private static final int FRAMES_OF_A_SOCKET = 400;
    private static final long PAUSE = Duration.ofMillis(50).toNanos();
    private static final String PASSWORD = "a pass phrase of the benchmark";

    private final ChildJvm server;
    private final ParleySockets people;
    private final AtomicInteger loggedIn = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    private LoginBench(ChildJvm server, ParleySockets people) {
        this.server = server;
        this.people = people;
    }

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        Path data = Files.createTempDirectory("parley-bench");
        int port = ParleyServer.freePort();
        try (var server = new ChildJvm(Main.class, environment(data, port), List.of(), "serve")) {
            server.awaitLine("listens on");
            new LoginBench(server, new ParleySockets(port)).run();
        }
    }

    private static Map<String, String> environment(Path data, int port) {
        var environment = new HashMap<String, String>();
        for (String limited : List.of("MESSAGES", "CONNECTIONS", "GUESTS", "REGISTRATIONS", "LOGINS")) {
            environment.put("PARLEY_LIMITS_" + limited + "_PER_MINUTE_PER_ADDRESS", "0");
        }
        environment.put("PARLEY_LIMITS_MESSAGES_PER_MINUTE_PER_USER", "0");
        environment.put("PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_USER", "0");
        environment.put("PARLEY_LIMITS_CONNECTIONS_PER_USER", Integer.toString(2 * PEOPLE));
        environment.put("PARLEY_HTTP_PORT", Integer.toString(port));
        environment.put("PARLEY_DATA_DIR", data.toString());
        environment.put("PARLEY_DEMO_SPEED", "1000");
        return environment;
    }

    private void run() throws Exception {
        for (int i = 0; i < ACCOUNTS; i++) {
            people.post("/api/auth/register/", account(i), List.of());
        }
        chat(Duration.ofSeconds(SECONDS));
        Figures alone = chat(Duration.ofSeconds(SECONDS));

        var over = new AtomicBoolean();
        var storm = new ArrayList<Thread>();
        for (int i = 0; i < PEOPLE; i++) {
            int number = i;
            storm.add(Thread.ofVirtual().start(() -> logInAgainAndAgain(number, over)));
        }
        Duration before = server.processorTime();
        Figures beside = chat(Duration.ofSeconds(SECONDS));
        double perLogin = server.processorTime().minus(before).toNanos() / 1e6 / Math.max(1, loggedIn.get());
        over.set(true);
        for (Thread thread : storm) {
            thread.join();
        }
        print(alone, beside, perLogin, frame());
    }

    private void print(Figures alone, Figures beside, double perLogin, double perFrame) {
        System.out.printf(
                Locale.ROOT,
                "%d people log in for %d s: %.1f logins/s, %d told to come back later, %.1f ms of processor each"
                        + " (chats included)%n%n",
                PEOPLE,
                SECONDS,
                loggedIn.get() / (double) SECONDS,
                refused.get(),
                perLogin);
        System.out.printf(
                Locale.ROOT,
                "%-28s %9s %9s%n%-28s %9.2f %9.2f%n%-28s %9.2f %9.2f%n%n",
                "acknowledgement in ms",
                "p50",
                "p99",
                "nobody logs in",
                alone.percentile(0.5),
                alone.percentile(0.99),
                "beside the logins",
                beside.percentile(0.5),
                beside.percentile(0.99));
        System.out.printf(Locale.ROOT, "a ping, authorised and answered: %.1f microseconds of processor%n%n", perFrame);
        System.out.printf(
                Locale.ROOT,
                "{\"logins_per_second\":%.1f,\"ms_per_login\":%.1f,\"ack_p50_ratio\":%.2f,\"us_per_frame\":%.1f}%n",
                loggedIn.get() / (double) SECONDS,
                perLogin,
                beside.percentile(0.5) / alone.percentile(0.5),
                perFrame);
    }

    private void logInAgainAndAgain(int number, AtomicBoolean over) {
        while (!over.get()) {
            try {
                people.post("/api/auth/login/", account(number % ACCOUNTS), List.of());
                loggedIn.incrementAndGet();
            } catch (IOException busy) {
                refused.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String account(int number) {
        return "{\"username\":\"person%d\",\"email\":\"person%d@example.com\",\"password\":\"%s\"}"
                .formatted(number, number, PASSWORD);
    }

    /** One who says something now and then; how long it takes to be acknowledged. */
    private Figures chat(Duration time) throws IOException {
        var figures = new Figures(100_000);
        try (FrameSocket socket = people.open(0)) {
            long until = System.nanoTime() + time.toNanos();
            for (long due = System.nanoTime(); due < until; due = Math.max(due, System.nanoTime()) + PAUSE) {
                Chats.waitUntil(due);
                long begun = System.nanoTime();
                socket.send(people.message(0, "echo x"));
                await(socket, "message_accepted");
                figures.add(System.nanoTime() - begun);
                await(socket, "ai_complete");
            }
        }
        return figures;
    }

    private static void await(FrameSocket socket, String type) throws IOException {
        String text = socket.receive();
        while (text == null || !text.contains("\"" + type + "\"")) {
            if (text == null) {
                throw new IOException("closed before " + type + " came");
            }
            text = socket.receive();
        }
    }

    /** Microseconds of the server's processor for a ping and its answer. */
    private double frame() throws IOException {
        pings(10);
        Duration before = server.processorTime();
        int sent = pings(PEOPLE / 2);
        return server.processorTime().minus(before).toNanos() / 1e3 / sent;
    }

    private int pings(int sockets) throws IOException {
        int sent = 0;
        for (int number = 1; number <= sockets; number++) {
            try (FrameSocket socket = people.open(number)) {
                for (int i = 0; i < FRAMES_OF_A_SOCKET; i++) {
                    socket.send("{\"type\":\"ping\"}");
                    await(socket, "pong");
                    sent++;
                }
            }
        }
        return sent;
    }
}
