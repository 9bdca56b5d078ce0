package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.application.contract.SealingVaultContract;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.DataKeys.DataKey;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.identity.TenantId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeVaultTest extends SealingVaultContract {

    private static final InstantSource CLOCK = () -> Instant.parse("2026-01-01T00:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DataKeys keys = InMemoryStores.empty(CLOCK).dataKeys();

    @Override
    protected Vault open(DataKeys over, List<Master> masters, InstantSource now) {
        return EnvelopeVault.open(over, masters(masters.toArray(Master[]::new)), RANDOM, now);
    }

    private static MasterKeys masters(Master... which) {
        return new MasterKeys(Arrays.stream(which).map(EnvelopeVaultTest::bytes).toList());
    }

    private static byte[] bytes(Master master) {
        return bytes(
                switch (master) {
                    case OLD -> 1;
                    case NEW -> 2;
                });
    }

    private static byte[] bytes(int value) {
        byte[] key = new byte[MasterKeys.KEY_BYTES];
        Arrays.fill(key, (byte) value);
        return key;
    }

    @Test
    void a_foreign_master_key_is_named_and_so_is_the_one_that_is_needed() {
        EnvelopeVault.open(keys, masters(Master.OLD), RANDOM, CLOCK).fetch(TenantId.DEFAULT);

        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> EnvelopeVault.open(keys, masters(Master.NEW), RANDOM, CLOCK))
                .withMessageContainingAll(
                        masters(Master.OLD).current(), masters(Master.NEW).current(), "encryption.old_keys");
    }

    @Test
    void without_any_key_nothing_sealed_is_started_with() {
        assertThat(PlainVault.over(keys).isOn()).isFalse();
        EnvelopeVault.open(keys, masters(Master.OLD), RANDOM, CLOCK).fetch(TenantId.DEFAULT);

        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> PlainVault.over(keys))
                .withMessageContainingAll(masters(Master.OLD).current(), "encryption.key");
    }

    @Test
    void a_damaged_data_key_is_named() {
        EnvelopeVault.open(keys, masters(Master.OLD), RANDOM, CLOCK).fetch(TenantId.DEFAULT);
        DataKey key = keys.all().getFirst();
        for (String damaged : List.of("no base64!", "AAAA", "A".repeat(80), otherTenants())) {
            assertThat(keys.rewrap(key, key.master(), damaged)).isTrue();

            assertThatExceptionOfType(MasterKeyException.class)
                    .isThrownBy(() -> EnvelopeVault.open(keys, masters(Master.OLD), RANDOM, CLOCK))
                    .withMessageContaining("data key 1 of tenant default")
                    .withMessageNotContaining(damaged);
        }
    }

    /** A data key that is put in another tenant's place is none. */
    private static String otherTenants() {
        DataKeys elsewhere = InMemoryStores.empty(CLOCK).dataKeys();
        EnvelopeVault.open(elsewhere, masters(Master.OLD), RANDOM, CLOCK).fetch(new TenantId("other"));
        return elsewhere.all().getFirst().wrapped();
    }

    @Test
    void keys_have_their_length_and_show_nothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MasterKeys(List.of(new byte[31])));
        assertThatIllegalArgumentException().isThrownBy(() -> new MasterKeys(List.of()));
        assertThat(masters(Master.OLD).toString())
                .contains(masters(Master.OLD).current())
                .doesNotContain("0101");
    }
}
