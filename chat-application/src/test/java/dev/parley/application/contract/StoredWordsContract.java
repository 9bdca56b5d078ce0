package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs.Claim;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore.Query;
import dev.parley.application.port.out.SessionStore.Sort;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.StoredWords;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.SessionTitle.Origin;
import dev.parley.domain.session.Summary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every {@link StoredWords} passes this suite. */
public abstract class StoredWordsContract {

    private static final String SECRET = "between you and me";
    private static final String COMMAND = "c0".repeat(32);
    private static final int MANY = 1_000;

    private Backend backend;
    private Vault vault;
    private Stores plain;
    private Stores sealed;
    private StoredWords words;

    /** One database, empty at first, and stores over it. For one test. */
    public interface Backend extends AutoCloseable {

        /** A vault that seals, over this database's data keys. Always the same. */
        Vault vault();

        /** Stores whose texts go through a vault. */
        Stores stores(Vault through);

        /** What is to be tested; lasting for so many transactions. */
        StoredWords words(int transactions);

        /** All that the database holds in columns for texts: what somebody sees who looks into it. */
        List<String> everything();

        /** Changes a letter in the middle of everything that holds a message's text. */
        void damage(Message message);

        @Override
        void close();
    }

    /** Opens a backend that holds nothing. */
    protected abstract Backend openBackend();

    @BeforeEach
    final void open() {
        backend = openBackend();
        vault = backend.vault();
        plain = backend.stores(PlainVault.INSTANCE);
        sealed = backend.stores(vault);
        words = backend.words(Integer.MAX_VALUE);
    }

    @AfterEach
    final void close() {
        backend.close();
    }

    @Test
    void g1_all_that_was_plain_is_sealed_and_reads_as_before() {
        talk(plain, ACME, 1);
        Told before = told(plain, ACME, 1);
        assertThat(backend.everything()).anyMatch(text -> text.contains(SECRET)).contains(COMMAND);

        assertThat(gone(ACME)).isGreaterThanOrEqualTo(5);

        assertThat(backend.everything()).noneMatch(text -> text.contains(SECRET) || text.contains(COMMAND));
        assertThat(told(sealed, ACME, 1)).isEqualTo(before);
        assertThat(gone(ACME)).isZero();
    }

    @Test
    void g1_more_than_one_batch_of_messages_and_sessions() {
        SessionKey key = session(plain, ACME, 1);
        for (int number = 1; number <= 105; number++) {
            plain.conversations().accept(message(key, number));
        }
        for (int number = 2; number <= 205; number++) {
            session(plain, ACME, number);
        }

        // Their titles, and the messages of one.
        assertThat(gone(ACME)).isEqualTo(205 + 105);

        assertThat(backend.everything()).noneMatch(text -> text.contains(SECRET));
        assertThat(messages(sealed, key)).hasSize(105);
    }

    @Test
    void g1_texts_under_an_older_key_are_sealed_under_the_newest() {
        talk(sealed, ACME, 1);
        Told before = told(sealed, ACME, 1);
        assertThat(gone(ACME)).isZero();
        int number = vault.renew(ACME);

        assertThat(gone(ACME)).isGreaterThanOrEqualTo(5);

        assertThat(number).isEqualTo(2);
        assertThat(told(sealed, ACME, 1)).isEqualTo(before);
        assertThat(backend.everything()).noneMatch(text -> text.contains(":1:"));
        assertThat(gone(ACME)).isZero();
    }

    @Test
    void g1_so_are_those_of_deleted_sessions_which_can_be_restored() {
        talk(plain, ACME, 1);
        Told before = told(plain, ACME, 1);
        SessionKey key = Sample.key(1);
        plain.sessions().delete(key, second(500));

        gone(ACME);

        assertThat(backend.everything()).noneMatch(text -> text.contains(SECRET));
        sealed.sessions().restore(key, ADA, second(500), second(501));
        assertThat(messages(sealed, key)).isEqualTo(before.messages);
    }

    @Test
    void g1_plain_and_sealed_texts_are_listed_and_sorted_together() {
        titled(plain, 1, "Cherry " + SECRET);
        titled(sealed, 2, "Apple " + SECRET);
        titled(plain, 3, "Banana " + SECRET);
        titled(sealed, 4, null);

        List<String> mixed = titles();
        gone(ACME);

        assertThat(mixed).containsExactly("Apple " + SECRET, "Banana " + SECRET, "Cherry " + SECRET, "");
        assertThat(titles()).isEqualTo(mixed);
    }

    @Test
    void g2_other_tenants_stay_as_they_are() {
        talk(plain, ACME, 1);
        session(plain, GLOBEX, 2);

        gone(ACME);

        assertThat(words.tenants()).containsExactlyInAnyOrder(ACME, GLOBEX);
        assertThat(backend.everything())
                .filteredOn(text -> text.contains(SECRET))
                .isNotEmpty()
                .allMatch(text -> text.contains("title of 2"));
        assertThat(gone(GLOBEX)).isEqualTo(1);
    }

    @Test
    void g3_wherever_it_is_cut_short_all_reads_as_before_and_can_be_finished() {
        talk(plain, ACME, 1);
        talk(plain, ACME, 2);
        Told first = told(plain, ACME, 1);
        Told second = told(plain, ACME, 2);

        boolean cut = true;
        for (int transactions = 0; cut; transactions++) {
            vault.renew(ACME);
            cut = isCut(backend.words(transactions));
            assertThat(told(sealed, ACME, 1)).isEqualTo(first);
            assertThat(told(sealed, ACME, 2)).isEqualTo(second);
            assertThat(transactions).isLessThan(100);
        }
        vault.renew(ACME);
        assertThat(isCut(backend.words(3))).isTrue();

        gone(ACME);
        assertThat(gone(ACME)).isZero();
        assertThat(backend.everything()).noneMatch(text -> text.contains(SECRET));
    }

    @Test
    void g3_it_goes_on_from_any_place_it_gave() {
        for (int number = 1; number <= 5; number++) {
            talk(plain, ACME, number);
        }
        List<String> places = new ArrayList<>();
        StoredWords.Step step = words.reseal(ACME, null, 1);
        while (step.next() != null) {
            places.add(step.next());
            step = words.reseal(ACME, step.next(), 1);
        }

        assertThat(places).hasSize(4).doesNotHaveDuplicates();
        assertThat(backend.everything()).noneMatch(text -> text.contains(SECRET));
        vault.renew(ACME);
        assertThat(words.reseal(ACME, places.get(3), MANY).sealed()).isPositive();
        assertThat(gone(ACME)).isPositive();
        assertThat(gone(ACME)).isZero();
    }

    /** One talks, one renames, one writes a reply and keeps it, two go through at once. */
    @Test
    void g4_what_others_write_meanwhile_stays() throws Exception {
        SessionKey key = session(plain, ACME, 1);
        Claim claim = claimed(plain, key, 1);
        for (int number = 2; number <= 5; number++) {
            plain.conversations().accept(message(key, number));
        }
        AtomicBoolean over = new AtomicBoolean();
        List<Future<?>> writing = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            writing.add(threads.submit(() -> {
                try {
                    for (int number = 6; number <= 15; number++) {
                        sealed.conversations().accept(message(key, number));
                        sealed.replies().checkpointAll(Map.of(claim, "so far " + number));
                        rename(key, "title " + number);
                        int unused = vault.renew(ACME);
                        assertStays(key, number);
                    }
                } finally {
                    over.set(true);
                }
            }));
            for (int i = 0; i < 2; i++) {
                writing.add(threads.submit(() -> {
                    while (!over.get()) {
                        gone(ACME);
                    }
                }));
            }
        }
        for (Future<?> done : writing) {
            done.get();
        }
        gone(ACME);

        assertThat(messages(sealed, key))
                .hasSize(15)
                .allMatch(message ->
                        message.text().equals(text(message.place().position().value())));
        assertStays(key, 15);
        assertThat(backend.everything()).noneMatch(text -> text.contains(SECRET) || text.contains("so far"));
        assertThat(gone(ACME)).isZero();
    }

    /** Looks some times, for whoever puts back an older text may do so a moment later. */
    private void assertStays(SessionKey key, int number) {
        for (int i = 0; i < 3; i++) {
            assertThat(title(key)).isEqualTo("title " + number);
            assertThat(sealed.replies().open(key).getFirst().checkpoint()).isEqualTo("so far " + number);
        }
    }

    @Test
    void g5_what_can_not_be_opened_stays_and_stops_nothing() {
        SessionKey key = session(sealed, ACME, 1);
        for (int number = 1; number <= 3; number++) {
            sealed.conversations().accept(message(key, number));
        }
        backend.damage(messages(sealed, key).get(1));
        vault.renew(ACME);
        List<String> before = backend.everything();

        StoredWords.Step step = words.reseal(ACME, null, MANY);

        assertThat(step.damaged()).isEqualTo(1);
        assertThat(step.sealed()).isEqualTo(3);
        assertThat(step.next()).isNull();
        assertThat(backend.everything()).filteredOn(before::contains).anyMatch(text -> text.contains(":1:"));
        assertThat(sealed.conversations().message(key, message(key, 3).id())).isPresent();
        assertThatExceptionOfType(StoreException.Broken.class)
                .isThrownBy(() ->
                        sealed.conversations().message(key, message(key, 2).id()))
                .withMessageContaining(key.session().toString());
    }

    @Test
    void g6_a_lost_backend_is_told() {
        talk(plain, ACME, 1);
        StoredWords lost = backend.words(0);

        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> lost.reseal(ACME, null, MANY));
        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(lost::tenants);
    }

    /** Everything somebody reads of a session. */
    private record Told(
            String session,
            @Nullable String command,
            @Nullable String summary,
            @Nullable String preview,
            List<Message> messages,
            List<String> replies) {}

    /** Text in every column: title, context, metadata, summary, question, failed reply, one that is being written. */
    private static void talk(Stores stores, TenantId tenant, int number) {
        SessionKey key = session(stores, tenant, number);
        Claim failed = claimed(stores, key, 1);
        stores.replies()
                .finish(
                        failed,
                        new Content.FromAi(
                                "half an answer, " + SECRET,
                                new ReplyEnding.Failed(ErrorCode.AI_UNAVAILABLE, "detail, " + SECRET),
                                1,
                                "gpt"),
                        second(200));
        Claim writing = claimed(stores, key, 2);
        stores.replies().checkpointAll(Map.of(writing, "so far, " + SECRET));
        stores.sessions().summarise(key, new Summary("a summary, " + SECRET, new Turn(1)), second(300));
    }

    private static SessionKey session(Stores stores, TenantId tenant, int number) {
        stores.sessions()
                .create(
                        SessionDraft.number(number)
                                .of(tenant, ADA)
                                .titled("title of " + number + ", " + SECRET)
                                .full(
                                        "Ada",
                                        "page and title of " + number + SECRET,
                                        "{\"a\":\"title of " + number + SECRET + "\"}"),
                        COMMAND);
        return new SessionKey(tenant, Sample.session(number));
    }

    private static void titled(Stores stores, int number, @Nullable String title) {
        stores.sessions().create(SessionDraft.number(number).titled(title).bare());
    }

    private static NewMessage message(SessionKey key, long number) {
        return Sample.message(key, ADA, "m" + number, text(number), second(100));
    }

    private static String text(long number) {
        return "question " + number + ", " + SECRET;
    }

    private static Claim claimed(Stores stores, SessionKey key, int number) {
        var question = message(key, number);
        stores.conversations().accept(question);
        NodeLease lease = stores.leases().take("writer", Duration.ofHours(1));
        return stores.replies()
                .claim(new Ticket(key, question.reply()), lease, second(150))
                .orElseThrow()
                .claim();
    }

    private static Told told(Stores stores, TenantId tenant, int number) {
        SessionKey key = new SessionKey(tenant, Sample.session(number));
        var stored = stores.sessions().find(key).orElseThrow();
        String preview =
                stores.sessions().list(new Query(tenant, ADA, null, Sort.CREATED, null, 100)).entries().stream()
                        .filter(entry -> entry.session().id().equals(key.session()))
                        .map(entry -> entry.preview())
                        .findFirst()
                        .orElseThrow();
        Summary summary = stored.summary();
        return new Told(
                stored.session().toString(),
                stored.command(),
                summary == null ? null : summary.text(),
                preview,
                messages(stores, key),
                stores.replies().open(key).stream()
                        .map(open -> open.checkpoint())
                        .toList());
    }

    private static List<Message> messages(Stores stores, SessionKey key) {
        List<Message> all = new ArrayList<>();
        var page = stores.conversations().history(key, new Range.Newest(100)).orElseThrow();
        all.addAll(page.messages());
        while (page.more()) {
            page = stores.conversations()
                    .history(key, new Range.Before(all.getFirst().place().position(), 100))
                    .orElseThrow();
            all.addAll(0, page.messages());
        }
        return all;
    }

    private List<String> titles() {
        return sealed.sessions().list(new Query(ACME, ADA, true, Sort.TITLE, null, 100)).entries().stream()
                .map(entry -> entry.session().title())
                .map(title -> title == null ? "" : title.text())
                .toList();
    }

    private void rename(SessionKey key, String title) {
        sealed.sessions().change(key, new Wish(new SessionTitle(title, Origin.CHOSEN), null, null), second(400));
    }

    private @Nullable String title(SessionKey key) {
        SessionTitle title = sealed.sessions().find(key).orElseThrow().session().title();
        return title == null ? null : title.text();
    }

    /** Goes through to the end; gives how many rows were sealed. */
    private int gone(TenantId tenant) {
        int all = 0;
        String place = null;
        do {
            StoredWords.Step step = words.reseal(tenant, place, MANY);
            all += step.sealed();
            place = step.next();
        } while (place != null);
        return all;
    }

    private static boolean isCut(StoredWords some) {
        return StoreContract.isCutShort(() -> {
            StoredWords.Step unused = some.reseal(ACME, null, MANY);
        });
    }
}
