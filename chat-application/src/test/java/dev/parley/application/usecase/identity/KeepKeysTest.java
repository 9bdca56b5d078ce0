package dev.parley.application.usecase.identity;

import static dev.parley.application.usecase.identity.Town.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.in.KeepKeys;
import dev.parley.application.port.in.KeepKeys.KeysOutcome;
import dev.parley.application.port.in.KeepKeys.Place;
import dev.parley.application.port.in.KeepKeys.WordsOutcome;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepKeysTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");
    private static final Principal OPERATOR =
            new Principal(TenantId.DEFAULT, new UserId("operator"), null, "en", Set.of(Permission.KEEP_KEYS));

    private final Town town = new Town();
    private final KeepKeys keepKeys = town.people.keepKeys();

    @AfterEach
    void close() {
        town.close();
    }

    /** The steps until the end. */
    private List<WordsOutcome.Sealed> gone() {
        List<WordsOutcome.Sealed> steps = new ArrayList<>();
        Place place = null;
        do {
            var step = (WordsOutcome.Sealed) keepKeys.seal(OPERATOR, place);
            steps.add(step);
            place = step.next();
        } while (place != null);
        return steps;
    }

    private List<AuditEntry> written(TenantId tenant) {
        return town.audit.read(tenant, null, 100).reversed().stream()
                .map(AuditLog.Recorded::entry)
                .toList();
    }

    @Test
    void all_words_of_all_tenants_are_sealed() {
        for (TenantId tenant : List.of(GLOBEX, ACME)) {
            town.words.add(tenant, "one");
            town.words.add(tenant, "two");
        }

        assertThat(gone().stream().mapToInt(WordsOutcome.Sealed::sealed).sum()).isEqualTo(4);

        assertThat(town.words.of(ACME)).hasSize(2).allMatch(word -> town.vault.isCurrent(ACME, word));
        assertThat(town.words.of(GLOBEX)).hasSize(2).allMatch(word -> town.vault.isCurrent(GLOBEX, word));
        assertThat(gone().stream().mapToInt(WordsOutcome.Sealed::sealed).sum()).isZero();
    }

    @Test
    void where_nothing_is_stored_nothing_is_to_be_done() {
        assertThat(gone()).containsExactly(new WordsOutcome.Sealed(0, 0, null));
    }

    @Test
    void what_is_damaged_is_counted_and_stops_nothing() {
        town.words.add(ACME, "\u0001parley:u8:nothing:AAAA");
        town.words.add(ACME, "two");

        assertThat(gone()).extracting(WordsOutcome.Sealed::damaged).containsExactly(1, 0);
        assertThat(town.vault.isCurrent(ACME, town.words.of(ACME).get(1))).isTrue();
    }

    @Test
    void new_keys_are_made_for_who_has_some_and_written_down_there() {
        town.words.add(ACME, "one");
        gone();
        String before = town.words.of(ACME).getFirst();

        assertThat(keepKeys.rotate(OPERATOR, true, HOME)).isEqualTo(new KeysOutcome.Rotated(0, 1));

        assertThat(town.vault.isCurrent(ACME, before)).isFalse();
        assertThat(gone()).extracting(WordsOutcome.Sealed::sealed).containsExactly(1);
        assertThat(written(ACME))
                .extracting(AuditEntry::action, AuditEntry::actor, AuditEntry::address)
                .containsExactly(tuple(AuditAction.KEYS_ROTATED, OPERATOR.user(), HOME.address()));
        assertThat(written(GLOBEX)).isEmpty();
        assertThat(written(TenantId.DEFAULT)).isEmpty();
    }

    @Test
    void without_being_asked_no_key_is_made() {
        town.vault.fetch(ACME);

        assertThat(keepKeys.rotate(OPERATOR, false, HOME)).isEqualTo(new KeysOutcome.Rotated(0, 0));

        assertThat(written(ACME)).isEmpty();
    }

    @Test
    void another_master_key_wraps_all_and_that_is_written_down() {
        var keys = InMemoryStores.empty(town.clock).dataKeys();
        town.vault(keys, 1).fetch(ACME);
        Vault both = town.vault(keys, 2, 1);

        assertThat(over(both).rotate(OPERATOR, false, HOME)).isEqualTo(new KeysOutcome.Rotated(1, 0));

        assertThat(town.vault(keys, 2).tenants()).containsExactly(ACME);
        assertThat(written(ACME)).extracting(AuditEntry::action).containsExactly(AuditAction.KEYS_ROTATED);
    }

    @Test
    void without_a_master_key_both_say_what_is_missing() {
        KeepKeys off = over(PlainVault.INSTANCE);

        assertThat(((KeysOutcome.Refused) off.rotate(OPERATOR, true, HOME)).refusal())
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT))
                .satisfies(refusal -> assertThat(refusal.rule()).contains("encryption.key"));
        assertThat(off.seal(OPERATOR, null)).isInstanceOf(WordsOutcome.Refused.class);
    }

    private KeepKeys over(Vault vault) {
        IdentityPorts ports = town.ports;
        return new KeepKeysUseCase(new IdentityPorts(
                ports.accounts(),
                ports.logins(),
                ports.apiKeys(),
                ports.tickets(),
                ports.preferences(),
                ports.audit(),
                vault,
                ports.words(),
                ports.files(),
                ports.pictures(),
                ports.passwords(),
                ports.tokens(),
                ports.limits(),
                ports.adoptSessions(),
                ports.changeSession(),
                ports.ids(),
                ports.clock()));
    }
}
