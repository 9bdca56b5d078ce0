package dev.parley.bench;

import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What the newest page, the memory window, the owner's list of sessions and a further message cost in a short session and in a very
 * long one. Each has an owner, who has as many other sessions.
 */
public final class HistoryBench {

    private static final int LONG = Integer.getInteger("bench.messages", 100_000);
    private static final int SHORT = 20;
    private static final int CALLS = 2_000;
    private static final int WRITES = 200;
    private static final int OTHERS = 100;

    private final MssqlAdapter store;
    private final Exchanges exchanges;

    private HistoryBench(MssqlAdapter store) {
        this.store = store;
        this.exchanges = new Exchanges(store);
    }

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("parley-bench");
        try (MssqlAdapter store = MssqlAdapter.open(MssqlConfig.embedded(folder), PlainVault::over)) {
            new HistoryBench(store).run();
        }
    }

    private void run() {
        var brief = new Measured(filled(SHORT), SHORT);
        var lengthy = new Measured(filled(LONG), LONG);
        measure(List.of(new Measured(brief.key, SHORT), new Measured(lengthy.key, LONG)));
        measure(List.of(brief, lengthy));
        System.out.printf(
                "median of %d calls (%d of the last kind) in turn, in ms, on %s%n%n%-22s %12s %12s %8s%n",
                CALLS, WRITES, store.database().name(), "", SHORT + " messages", LONG + " messages", "ratio");
        var json = new StringBuilder("{\"messages\":" + LONG);
        tell("newest page of 20", brief.page, lengthy.page, json);
        tell("window of 10 turns", brief.window, lengthy.window, json);
        tell("list of 20 sessions", brief.list, lengthy.list, json);
        tell("accept and cancel", brief.accept, lengthy.accept, json);
        System.out.println("\n" + json + "}");
    }

    private static void tell(String name, Figures brief, Figures lengthy, StringBuilder json) {
        double few = brief.percentile(0.5);
        double many = lengthy.percentile(0.5);
        System.out.printf(Locale.ROOT, "%-22s %12.3f %12.3f %8.2f%n", name, few, many, many / few);
        json.append(String.format(Locale.ROOT, ",\"%s\":%.2f", name.replace(' ', '_'), many / few));
    }

    /** One session and what its calls took. */
    private static final class Measured {

        private final SessionKey key;
        private final UserId owner;
        private final Turn newest;
        private final Figures page = new Figures(CALLS);
        private final Figures window = new Figures(CALLS);
        private final Figures list = new Figures(CALLS);
        private final Figures accept = new Figures(CALLS);

        private Measured(SessionKey key, int messages) {
            this.key = key;
            this.owner = ownerOf(messages);
            this.newest = new Turn(messages / 2);
        }
    }

    /** The sessions take turns, so that whatever else happens meanwhile happens to all of them. */
    private void measure(List<Measured> sessions) {
        for (int i = 0; i < CALLS; i++) {
            for (Measured session : sessions) {
                time(
                        session.page,
                        () -> store.conversations().history(session.key, new ConversationStore.Range.Newest(20)));
                time(session.window, () -> store.conversations().window(session.key, session.newest, null, 10));
                time(session.list, () -> store.sessions().list(newestOf(session.owner)));
            }
        }
        for (int i = 0; i < WRITES; i++) {
            for (Measured session : sessions) {
                String name = "measured-" + UUID.randomUUID();
                time(session.accept, () -> exchange(session.key, session.owner, name));
            }
        }
    }

    private static void time(Figures figures, Runnable call) {
        long begun = System.nanoTime();
        call.run();
        figures.add(System.nanoTime() - begun);
    }

    private static UserId ownerOf(int messages) {
        return new UserId("owner-of-" + messages);
    }

    private static SessionStore.Query newestOf(UserId owner) {
        return new SessionStore.Query(TenantId.DEFAULT, owner, true, SessionStore.Sort.ACTIVITY, null, 20);
    }

    private SessionKey filled(int messages) {
        UserId owner = ownerOf(messages);
        for (int i = 0; i < OTHERS; i++) {
            exchange(exchanges.begun(owner), owner, "only");
        }
        SessionKey key = exchanges.begun(owner);
        for (int turn = 0; turn < messages / 2; turn++) {
            exchange(key, owner, "turn-" + turn);
        }
        return key;
    }

    /** A question and an ended reply: two messages, two transactions. */
    private void exchange(SessionKey key, UserId owner, String name) {
        exchanges.cancelled(key, exchanges.asked(key, owner, name));
    }
}
