package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** One run of one kind, and a line about it. */
final class Round {

    private final String kind;
    private final List<ChildJvm> processes;
    private final Chats chats;
    private Duration processor = Duration.ZERO;
    private long heaviest;

    /** @param processes whose processor time and memory are told; none for no figures of them */
    Round(String kind, ChildJvm... processes) {
        this(kind, Chats.whole(), processes);
    }

    /** @param chats whose figures are told */
    Round(String kind, Chats chats, ChildJvm... processes) {
        this.kind = kind;
        this.chats = chats;
        this.processes = List.of(processes);
    }

    /** Lets people ask, each for so many seconds of tokens, and hears them to the end. */
    Round run(Chats.Opening opening, int people, int rate, int seconds) throws IOException, InterruptedException {
        var connected = new AtomicReference<>(Duration.ZERO);
        chats.run(opening, people, rate * seconds, rate, () -> connected.set(processorTime()));
        processor = processorTime().minus(connected.get());
        for (ChildJvm process : processes) {
            heaviest += process.residentMib();
        }
        return this;
    }

    private Duration processorTime() {
        return processes.stream().map(ChildJvm::processorTime).reduce(Duration.ZERO, Duration::plus);
    }

    String kind() {
        return kind;
    }

    Chats chats() {
        return chats;
    }

    double processorPerMillion() {
        return processor.toNanos() / 1e9 / chats.tokens() * 1e6;
    }

    long heaviest() {
        return heaviest;
    }

    static void printHead() {
        System.out.printf(
                "%-14s %9s %7s %7s %7s %8s %9s %9s %8s %8s%n",
                "", "tokens", "failed", "p50", "p99", "max", "processor", "ack p50", "ack p99", "memory");
    }

    void print() {
        System.out.printf(
                Locale.ROOT,
                "%-14s %9d %7d %7.3f %7.2f %8.1f %9.1f %9.2f %8.2f %8d%n",
                kind,
                chats.tokens(),
                chats.failures(),
                chats.late().percentile(0.5),
                chats.late().percentile(0.99),
                chats.late().percentile(1),
                processorPerMillion(),
                chats.acknowledged().percentile(0.5),
                chats.acknowledged().percentile(0.99),
                heaviest);
    }
}
