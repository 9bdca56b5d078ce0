package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ReplyJobs.Claim;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.StoredWords.Step;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.session.SessionTitle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At the worst moment, between the reading of a text and its sealing, nobody else can write it: it would be put back. */
class ResealingTest {

    @TempDir
    Path folder;

    private MssqlConfig config;
    private Claim claim;

    @BeforeEach
    void fill() {
        config = MssqlConfig.embedded(folder).withPoolSize(3);
        try (MssqlAdapter plain = MssqlAdapter.open(config, PlainVault::over)) {
            plain.sessions().create(Talk.session());
            rename(plain, "before");
            var question = Talk.question(1);
            plain.conversations().accept(question);
            claim = plain.replies()
                    .claim(
                            plain.replies().startable(1).getFirst(),
                            plain.leases().take("writer", Duration.ofHours(1)),
                            Talk.NOON)
                    .orElseThrow()
                    .claim();
            keep(plain, "before");
        }
    }

    @Test
    void a_title_waits() {
        writesAtTheWorstMoment("chat_sessions.session_title", ResealingTest::rename, ResealingTest::title);
    }

    @Test
    void a_text_of_a_running_reply_waits() {
        writesAtTheWorstMoment("chat_replies.partial_text", this::keep, ResealingTest::kept);
    }

    private void writesAtTheWorstMoment(
            String column, BiConsumer<MssqlAdapter, String> write, Function<MssqlAdapter, String> read) {
        AtomicInteger tried = new AtomicInteger();
        try (MssqlAdapter hasty = MssqlAdapter.open(hasty(), TestVaults::sealing)) {
            Runnable meanwhile = () -> {
                tried.incrementAndGet();
                assertThatExceptionOfType(StoreException.Unavailable.class)
                        .isThrownBy(() -> write.accept(hasty, "meanwhile"));
            };
            try (MssqlAdapter sealing =
                    MssqlAdapter.open(config, keys -> interrupted(TestVaults.sealing(keys), column, meanwhile))) {
                Step step = sealing.words().reseal(Talk.KEY.tenant(), null, 100);

                assertThat(step.sealed()).isEqualTo(3);
                assertThat(tried).hasValue(1);
                assertThat(read.apply(hasty)).isEqualTo("before");
                write.accept(hasty, "after");
                assertThat(read.apply(hasty)).isEqualTo("after");
            }
        }
    }

    /** Gives up at once where somebody holds a row. */
    private MssqlConfig hasty() {
        return new MssqlConfig(
                config.url().replace("LOCK_TIMEOUT=5000", "LOCK_TIMEOUT=1"),
                config.user(),
                config.password(),
                config.schema(),
                2,
                config.connectTimeout(),
                config.lockTimeout(),
                config.queryTimeout());
    }

    /** A vault that does something else first when it is to open a text of a column. */
    private static Vault interrupted(Vault vault, String column, Runnable meanwhile) {
        return (Vault) Proxy.newProxyInstance(
                Vault.class.getClassLoader(), new Class<?>[] {Vault.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open")
                            && ((Vault.Cell) arguments[0]).column().equals(column)) {
                        meanwhile.run();
                    }
                    try {
                        return method.invoke(vault, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void rename(MssqlAdapter store, String title) {
        var wish = new Wish(new SessionTitle(title, SessionTitle.Origin.CHOSEN), null, null);
        store.sessions().change(Talk.KEY, wish, Talk.NOON);
    }

    private static String title(MssqlAdapter store) {
        SessionTitle title =
                store.sessions().find(Talk.KEY).orElseThrow().session().title();
        return title == null ? "" : title.text();
    }

    private void keep(MssqlAdapter store, String text) {
        store.replies().checkpointAll(Map.of(claim, text));
    }

    private static String kept(MssqlAdapter store) {
        return store.replies().open(Talk.KEY).getFirst().checkpoint();
    }
}
