package dev.parley.adapter.mssql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.application.local.EnvelopeVault;
import dev.parley.application.local.MasterKeys;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.Vault;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Vaults that seal, all under one master key. */
final class TestVaults {

    private static final SecureRandom RANDOM = new SecureRandom();

    private TestVaults() {}

    static Vault sealing(DataKeys keys) {
        MasterKeys masters = new MasterKeys(List.of("0123456789abcdef0123456789abcdef".getBytes(US_ASCII)));
        return EnvelopeVault.open(keys, masters, RANDOM, InstantSource.system());
    }
}
