package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.application.port.out.DataKeys.DataKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault;
import dev.parley.application.port.out.Vault.Cell;
import dev.parley.application.port.out.Vault.KeyNotAtHand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every {@link Vault} that is on passes this suite: the common one, and G3, G4, G5 and G7. */
public abstract class SealingVaultContract extends VaultContract {

    @Test
    void g3_one_that_seals_says_so() {
        assertThat(vault.isOn()).isTrue();
    }

    /** With damaged ones in between, which must spoil nothing for the next. */
    @Test
    void g1_many_at_once_get_back_what_they_sealed() throws Exception {
        vault.fetch(ACME);

        List<Boolean> right = Race.of(8, runner -> {
            for (int i = 0; i < 500; i++) {
                Cell cell = new Cell(ACME, "table.column", SESSION, new UUID(runner, i));
                String text = ("text " + runner + " " + i + " ").repeat(1 + i % 20);
                String stored = vault.seal(cell, text);
                if (!vault.open(cell, stored).equals(text)) {
                    return false;
                }
                assertBroken(cell, stored.substring(0, stored.length() - 5));
            }
            return true;
        });

        assertThat(right).containsOnly(true);
    }

    @Test
    void g3_what_is_sealed_shows_nothing_and_never_looks_the_same() {
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            seen.add(sealed(vault, CELL, "words words words"));
        }

        assertThat(seen).hasSize(100).allSatisfy(stored -> assertThat(stored).doesNotContain("words"));
    }

    @Test
    void g3_it_opens_for_no_other_cell() {
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
        String stored = sealed(vault, CELL, "my secret").replace(":1:", ":7:");

        assertBroken(CELL, stored);
    }

    @Test
    void g4_a_key_that_is_not_at_hand_is_fetched_once() {
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
        List<Integer> numbers = Race.of(8, runner -> vault.renew(ACME));

        assertThat(numbers).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(vault.isCurrent(ACME, vault.seal(CELL, "text"))).isTrue();
        assertThat(sealed(vault, CELL, "text")).contains(":8:");
    }

    @Test
    void g7_rewrapping_needs_the_old_master_key_for_the_last_time() {
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

    private void assertBroken(Cell cell, String stored) {
        StoreException.Broken broken =
                catchThrowableOfType(StoreException.Broken.class, () -> opened(vault, cell, stored));

        assertThat(broken).as(stored).isNotNull();
        StringWriter told = new StringWriter();
        broken.printStackTrace(new PrintWriter(told, true));
        assertThat(told.toString()).contains(cell.column()).doesNotContain("my secret");
    }
}
