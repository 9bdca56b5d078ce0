package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.DataKeys.DataKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault;
import dev.parley.application.port.out.Vault.Cell;
import dev.parley.application.port.out.Vault.KeyNotAtHand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link Vault} passes this suite; what only sealing can break is not asked of one that is off. */
public abstract class VaultContract {

    private static final String MARK = "\u0001parley:";
    private static final UUID SESSION = new UUID(1, 2);
    private static final Cell CELL = new Cell(ACME, "table.column", SESSION, new UUID(3, 4));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final DataKeys keys = InMemoryStores.empty(now::get).dataKeys();
    private Vault vault;

    /** The present master key, and the one before it. */
    public enum Master {
        OLD,
        NEW
    }

    /**
     * Opens a vault over some keys, at the time {@code now}.
     *
     * @param masters which master keys it has, the present one first
     */
    protected abstract Vault open(DataKeys keys, List<Master> masters, InstantSource now);

    static Stream<Named<String>> texts() {
        return Stream.concat(
                AwkwardTexts.all().stream(),
                Stream.of(
                        Named.of("half a character", "cut \uD83D"),
                        Named.of("the other half", "\uDE00 cut"),
                        Named.of("halves the wrong way round", "\uDE00\uD83D"),
                        Named.of("nothing", ""),
                        Named.of("an empty object", "{}"),
                        Named.of("what begins like sealed", MARK + "u8:1:AAAA"),
                        Named.of("what begins like marked", MARK + "plain:" + MARK),
                        Named.of("the mark alone", MARK),
                        Named.of("the mark's first character", "\u0001")));
    }

    @BeforeEach
    void open() {
        vault = open(keys, List.of(Master.OLD), now::get);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void g1_what_was_sealed_is_opened_unchanged(String text) {
        String stored = sealed(vault, CELL, text);

        AwkwardTexts.assertSame(vault.open(CELL, stored), text);
    }

    @Test
    void g1_every_vault_over_the_same_keys_opens_it() {
        String stored = sealed(vault, CELL, "some words");

        assertThat(opened(open(keys, List.of(Master.OLD), now::get), CELL, stored))
                .isEqualTo("some words");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void g2_what_was_stored_plain_is_opened_as_it_was(String text) {
        AwkwardTexts.assertSame(opened(vault, CELL, PlainVault.INSTANCE.seal(CELL, text)), text);
    }

    @Test
    void g2_what_says_nothing_stays() {
        assertThat(vault.seal(CELL, "")).isEmpty();
        assertThat(vault.seal(CELL, "{}")).isEqualTo("{}");
    }

    @Test
    void g3_what_is_sealed_shows_nothing_and_never_looks_the_same() {
        assumeTrue(vault.isOn());
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            seen.add(sealed(vault, CELL, "words words words"));
        }

        assertThat(seen).hasSize(100).allSatisfy(stored -> assertThat(stored).doesNotContain("words"));
    }

    @Test
    void g3_it_opens_for_no_other_cell() {
        assumeTrue(vault.isOn());
        String stored = sealed(vault, CELL, "my secret");
        vault.fetch(GLOBEX);

        for (Cell other : List.of(
                new Cell(GLOBEX, CELL.column(), SESSION, CELL.row()),
                new Cell(ACME, "table.other", SESSION, CELL.row()),
                new Cell(ACME, CELL.column(), CELL.row(), CELL.row()),
                new Cell(ACME, CELL.column(), SESSION, SESSION))) {
            assertBroken(other, stored);
        }
        assertThat(vault.open(CELL, stored)).isEqualTo("my secret");
    }

    @Test
    void g3_whatever_was_changed_does_not_open() {
        assumeTrue(vault.isOn());
        String stored = sealed(vault, CELL, "my secret");

        // Of the last letter, some bits mean nothing.
        for (int i = MARK.length(); i < stored.length() - 1; i++) {
            char other = stored.charAt(i) == 'A' ? 'B' : 'A';
            assertBroken(CELL, stored.substring(0, i) + other + stored.substring(i + 1));
            assertBroken(CELL, stored.substring(0, i));
        }
        assertBroken(CELL, stored + "A");
        assertBroken(CELL, MARK + "u8:1:");
        assertBroken(CELL, MARK + "u8:-1:AAAA");
        assertBroken(CELL, MARK + "u8:99999999999:AAAA");
    }

    @Test
    void g3_a_text_whose_key_is_not_there_does_not_open() {
        assumeTrue(vault.isOn());
        String stored = sealed(vault, CELL, "my secret").replace(":1:", ":7:");

        assertBroken(CELL, stored);
    }

    @Test
    void g4_a_key_that_is_not_at_hand_is_fetched_once() {
        assumeTrue(vault.isOn());

        assertThatExceptionOfType(KeyNotAtHand.class)
                .isThrownBy(() -> vault.seal(CELL, "text"))
                .satisfies(missing -> assertThat(missing.tenant()).isEqualTo(ACME));
        assertThatExceptionOfType(KeyNotAtHand.class).isThrownBy(() -> vault.isCurrent(ACME, "text"));
        vault.fetch(ACME);

        assertThat(vault.open(CELL, vault.seal(CELL, "text"))).isEqualTo("text");
        assertThat(vault.isCurrent(ACME, "text")).isFalse();
    }

    @Test
    void g4_of_many_that_fetch_all_seal_under_one_key() throws Exception {
        assumeTrue(vault.isOn());
        List<Vault> many = Stream.generate(() -> open(keys, List.of(Master.OLD), now::get))
                .limit(8)
                .toList();

        List<String> stored = Race.of(8, runner -> sealed(many.get(runner), CELL, "text"));

        assertThat(keys.of(ACME)).hasSize(1);
        assertThat(stored)
                .allSatisfy(text -> assertThat(opened(vault, CELL, text)).isEqualTo("text"));
    }

    @Test
    void g5_a_renewed_tenant_seals_under_a_new_key() {
        assumeTrue(vault.isOn());
        String before = sealed(vault, CELL, "before");
        Cell elsewhere = new Cell(GLOBEX, CELL.column(), SESSION, CELL.row());
        String foreign = sealed(vault, elsewhere, "foreign");

        assertThat(vault.renew(ACME)).isEqualTo(2);

        String after = vault.seal(CELL, "after");
        assertThat(vault.isCurrent(ACME, before)).isFalse();
        assertThat(vault.isCurrent(ACME, after)).isTrue();
        assertThat(vault.open(CELL, before)).isEqualTo("before");
        assertThat(vault.open(CELL, after)).isEqualTo("after");
        assertThat(vault.isCurrent(GLOBEX, foreign)).isTrue();
        assertThat(keys.of(GLOBEX)).hasSize(1);
    }

    @Test
    void g5_others_follow_when_they_have_looked_and_read_what_they_meet_before() {
        assumeTrue(vault.isOn());
        Vault other = open(keys, List.of(Master.OLD), now::get);
        String first = sealed(other, CELL, "first");
        now.updateAndGet(time -> time.plusSeconds(3_600));

        vault.renew(ACME);
        String second = vault.seal(CELL, "second");

        assertThat(opened(other, CELL, second)).isEqualTo("second");
        Vault third = open(keys, List.of(Master.OLD), now::get);
        vault.renew(ACME);
        assertThat(third.isCurrent(ACME, second)).isTrue();
        third.look();
        assertThat(third.isCurrent(ACME, second)).isFalse();
        assertThat(third.open(CELL, first)).isEqualTo("first");
    }

    @Test
    void g5_of_many_that_renew_each_makes_a_key() throws Exception {
        assumeTrue(vault.isOn());
        List<Integer> numbers = Race.of(8, runner -> vault.renew(ACME));

        assertThat(numbers).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(vault.isCurrent(ACME, vault.seal(CELL, "text"))).isTrue();
        assertThat(sealed(vault, CELL, "text")).contains(":8:");
    }

    @Test
    void g6_current_is_what_sealing_would_make_now() {
        String stored = sealed(vault, CELL, "a longer text ".repeat(50));

        assertThat(vault.isCurrent(ACME, stored.substring(0, Vault.BEGINNING))).isTrue();
        assertThat(vault.isCurrent(ACME, sealed(vault, CELL, "half \uD83D"))).isTrue();
        assertThat(vault.isCurrent(ACME, "")).isTrue();
        assertThat(vault.isCurrent(ACME, "{}")).isTrue();
        assertThat(vault.isCurrent(ACME, "plain")).isNotEqualTo(vault.isOn());
    }

    @Test
    void g7_rewrapping_needs_the_old_master_key_for_the_last_time() {
        assumeTrue(vault.isOn());
        String first = sealed(vault, CELL, "first");
        vault.renew(ACME);
        String second = vault.seal(CELL, "second");
        vault.fetch(GLOBEX);

        Vault both = open(keys, List.of(Master.NEW, Master.OLD), now::get);
        assertThat(both.outdated()).containsExactlyInAnyOrder(ACME, GLOBEX);
        assertThat(both.open(CELL, first)).isEqualTo("first");
        both.rewrap(ACME);
        assertThat(both.outdated()).containsExactly(GLOBEX);
        both.rewrap(ACME);
        both.rewrap(GLOBEX);

        assertThat(both.outdated()).isEmpty();
        assertThat(both.tenants()).containsExactlyInAnyOrder(ACME, GLOBEX);
        Vault after = open(keys, List.of(Master.NEW), now::get);
        assertThat(after.open(CELL, first)).isEqualTo("first");
        assertThat(after.open(CELL, second)).isEqualTo("second");
        assertThat(after.isCurrent(ACME, second)).isTrue();
    }

    @Test
    void g7_rewrapping_that_was_cut_short_is_gone_on_with() {
        assumeTrue(vault.isOn());
        String first = sealed(vault, CELL, "first");
        for (int i = 0; i < 4; i++) {
            vault.renew(ACME);
        }
        open(keys, List.of(Master.NEW, Master.OLD), now::get).rewrap(ACME);
        vault.renew(ACME); // by a node that does not know the new one yet
        assertThat(keys.of(ACME).stream().map(DataKey::master).distinct()).hasSize(2);

        Vault both = open(keys, List.of(Master.NEW, Master.OLD), now::get);
        assertThat(both.open(CELL, first)).isEqualTo("first");
        both.rewrap(ACME);

        assertThat(open(keys, List.of(Master.NEW), now::get).open(CELL, first)).isEqualTo("first");
    }

    /** As a store does it. */
    private static String sealed(Vault vault, Cell cell, String text) {
        try {
            return vault.seal(cell, text);
        } catch (KeyNotAtHand missing) {
            vault.fetch(missing.tenant());
            return vault.seal(cell, text);
        }
    }

    private static String opened(Vault vault, Cell cell, String stored) {
        try {
            return vault.open(cell, stored);
        } catch (KeyNotAtHand missing) {
            vault.fetch(missing.tenant());
            return vault.open(cell, stored);
        }
    }

    private void assertBroken(Cell cell, String stored) {
        StoreException.Broken broken =
                catchThrowableOfType(StoreException.Broken.class, () -> opened(vault, cell, stored));

        assertThat(broken).as(stored).isNotNull();
        StringWriter told = new StringWriter();
        broken.printStackTrace(new PrintWriter(told, true));
        assertThat(told.toString()).contains(cell.column()).doesNotContain("my secret");
    }
}
