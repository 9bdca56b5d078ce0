package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.Vault;
import dev.parley.application.port.out.Vault.Cell;
import dev.parley.application.port.out.Vault.KeyNotAtHand;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link Vault} passes this suite, on or off: G1, G2 and G6. {@link SealingVaultContract} has what only sealing can break. */
public abstract class VaultContract {

    static final String MARK = "\u0001parley:";
    static final UUID SESSION = new UUID(1, 2);
    static final Cell CELL = new Cell(ACME, "table.column", SESSION, new UUID(3, 4));

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    final DataKeys keys = InMemoryStores.empty(now::get).dataKeys();
    Vault vault;

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
    void g6_current_is_what_sealing_would_make_now() {
        String stored = sealed(vault, CELL, "a longer text ".repeat(50));

        assertThat(vault.isCurrent(ACME, stored.substring(0, Vault.BEGINNING))).isTrue();
        assertThat(vault.isCurrent(ACME, sealed(vault, CELL, "half \uD83D"))).isTrue();
        assertThat(vault.isCurrent(ACME, "")).isTrue();
        assertThat(vault.isCurrent(ACME, "{}")).isTrue();
        assertThat(vault.isCurrent(ACME, "plain")).isNotEqualTo(vault.isOn());
    }

    /** As a store does it. */
    static String sealed(Vault vault, Cell cell, String text) {
        try {
            return vault.seal(cell, text);
        } catch (KeyNotAtHand missing) {
            vault.fetch(missing.tenant());
            return vault.seal(cell, text);
        }
    }

    static String opened(Vault vault, Cell cell, String stored) {
        try {
            return vault.open(cell, stored);
        } catch (KeyNotAtHand missing) {
            vault.fetch(missing.tenant());
            return vault.open(cell, stored);
        }
    }
}
