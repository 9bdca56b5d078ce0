package dev.parley.bench;

import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.mssql.MssqlConfig;
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
import java.util.Locale;
import java.util.UUID;

/** What the newest page, the memory window and a further message cost in a short session and in a very long one. */
public final class HistoryBench {

    private static final int LONG = Integer.getInteger("bench.messages", 100_000);
    private static final int SHORT = 20;
    private static final int CALLS = 2_000;
    private static final UserId USER = new UserId("bench");

    private final MssqlAdapter store;

    private HistoryBench(MssqlAdapter store) {
        this.store = store;
    }

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("parley-bench");
        try (MssqlAdapter store = MssqlAdapter.open(MssqlConfig.embedded(folder))) {
            new HistoryBench(store).run();
        }
    }

    private void run() {
        SessionKey brief = filled(SHORT);
        SessionKey lengthy = filled(LONG);
        measure(brief, SHORT, new Figures(CALLS), new Figures(CALLS), new Figures(CALLS));
        System.out.printf(
                "median of %d calls, in ms, on %s%n%n%-22s %12s %12s %8s%n",
                CALLS, store.database().name(), "", SHORT + " messages", LONG + " messages", "ratio");
        Figures[] small = {new Figures(CALLS), new Figures(CALLS), new Figures(CALLS)};
        Figures[] large = {new Figures(CALLS), new Figures(CALLS), new Figures(CALLS)};
        measure(lengthy, LONG, large[0], large[1], large[2]);
        measure(brief, SHORT, small[0], small[1], small[2]);
        String[] names = {"newest page of 20", "window of 10 turns", "accept and cancel"};
        var json = new StringBuilder("{\"messages\":" + LONG);
        for (int i = 0; i < names.length; i++) {
            double few = small[i].percentile(0.5);
            double many = large[i].percentile(0.5);
            System.out.printf(Locale.ROOT, "%-22s %12.3f %12.3f %8.2f%n", names[i], few, many, many / few);
            json.append(String.format(Locale.ROOT, ",\"%s\":%.2f", names[i].replace(' ', '_'), many / few));
        }
        System.out.println("\n" + json + "}");
    }

    private void measure(SessionKey key, int messages, Figures page, Figures window, Figures accept) {
        Turn newest = new Turn(messages / 2);
        for (int i = 0; i < CALLS; i++) {
            time(page, () -> store.conversations().history(key, new ConversationStore.Range.Newest(20)));
            time(window, () -> store.conversations().window(key, newest, null, 10));
        }
        for (int i = 0; i < CALLS / 10; i++) {
            String name = "measured-" + UUID.randomUUID();
            time(accept, () -> exchange(key, name));
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
