package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.application.contract.VaultContract;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.identity.TenantId;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlainVaultTest extends VaultContract {

    private static final Vault.Cell CELL =
            new Vault.Cell(TenantId.DEFAULT, "table.column", new UUID(1, 2), new UUID(3, 4));

    @Override
    protected Vault open(DataKeys keys, List<Master> masters, InstantSource now) {
        return PlainVault.over(keys);
    }

    @Test
    void texts_are_stored_as_they_are() {
        String text = String.join(" ", "some", "words");

        assertThat(PlainVault.INSTANCE.seal(CELL, text)).isSameAs(text);
        assertThat(PlainVault.INSTANCE.open(CELL, text)).isSameAs(text);
    }

    @Test
    void what_is_sealed_is_not_shown_as_if_it_were_a_text() {
        assertThatExceptionOfType(StoreException.Broken.class)
                .isThrownBy(() -> PlainVault.INSTANCE.open(CELL, "\u0001parley:u8:1:AAAA"))
                .withMessageContaining("table.column");
        assertThat(PlainVault.INSTANCE.isCurrent(TenantId.DEFAULT, "\u0001parley:u8:1:AAAA"))
                .isFalse();
    }

    @Test
    void it_has_no_keys() {
        assertThatIllegalStateException().isThrownBy(() -> PlainVault.INSTANCE.renew(TenantId.DEFAULT));
        assertThatIllegalStateException().isThrownBy(() -> PlainVault.INSTANCE.rewrap(TenantId.DEFAULT));
        assertThat(PlainVault.INSTANCE.tenants()).isEmpty();
    }
}
