package dev.parley.bench;

import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What the newest page, the memory window and a further message cost in a short session and in a very long one. */
public final class HistoryBench {

    private static final int LONG = Integer.getInteger("bench.messages", 100_000);
    private static final int SHORT = 20;
    private static final int CALLS = 2_000;
    private static final int WRITES = 200;
    private static final UserId USER = new UserId("bench");

    private final MssqlAdapter store;

    private HistoryBench(MssqlAdapter store) {
        this.store = store;
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
        private final Turn newest;
        private final Figures page = new Figures(CALLS);
        private final Figures window = new Figures(CALLS);
        private final Figures accept = new Figures(CALLS);

        private Measured(SessionKey key, int messages) {
            this.key = key;
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
            }
        }
        for (int i = 0; i < WRITES; i++) {
            for (Measured session : sessions) {
                String name = "measured-" + UUID.randomUUID();
                time(session.accept, () -> exchange(session.key, name));
            }
        }
    }

    private static void time(Figures figures, Runnable call) {
        long begun = System.nanoTime();
        call.run();
        figures.add(System.nanoTime() - begun);
    }

    private SessionKey filled(int messages) {
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        var session = new Session(
                new SessionId(UUID.randomUUID()),
                TenantId.DEFAULT,
                USER,
                null,
                "en",
                null,
                AssistantName.STANDARD,
                null,
                Message.NO_METADATA,
                Standing.ACTIVE,
                now,
                now);
        if (!(store.sessions().create(session) instanceof SessionStore.Creation.Created)) {
            throw new IllegalStateException("the session was there already");
        }
        var key = new SessionKey(TenantId.DEFAULT, session.id());
        for (int turn = 0; turn < messages / 2; turn++) {
            exchange(key, "turn-" + turn);
        }
        return key;
    }

    /** A question and an ended reply: two messages, two transactions. */
    private void exchange(SessionKey key, String name) {
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        var content = new Content.FromUser("a question of ordinary length, " + name, USER, new ClientMessageId(name));
        MessageId id = MessageIds.ofMessage(key.tenant(), key.session(), USER, content.clientMessageId());
        MessageId reply = MessageIds.ofReply(id, 1);
        store.conversations()
                .accept(new ConversationStore.NewMessage(key, id, content, Message.NO_METADATA, reply, now));
        store.replies().cancel(key, reply, now);
    }
}
