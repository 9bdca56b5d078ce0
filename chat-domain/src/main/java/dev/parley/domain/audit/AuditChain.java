package dev.parley.domain.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Binds each entry to the one before it: whoever changes, removes or puts in an entry without the key breaks the chain
 * from there on. Immutable; thread-safe.
 */
public final class AuditChain {

    /** What the first entry of a chain follows. */
    public static final String BEGINNING = "0".repeat(64);

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * A chain under a key.
     *
     * @param key at least 32 bytes; whoever has it can forge
     */
    public AuditChain(byte[] key) {
        if (key.length < 32) {
            throw new IllegalArgumentException("the key must have at least 32 bytes");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The link of an entry.
     *
     * @param before the link of the entry before it; {@link #BEGINNING} for the first
     * @param number its place in its tenant's chain, from 1
     * @return 64 hexadecimal digits in lower case
     */
    public String link(String before, long number, AuditEntry entry) {
        var text = new StringBuilder();
        Stream.of(
                        before,
                        Long.toString(number),
                        entry.tenant().value(),
                        Long.toString(entry.at().toEpochMilli()),
                        entry.actor() == null ? null : entry.actor().value(),
                        entry.action().name(),
                        entry.subject(),
                        entry.detail(),
                        entry.address())
                .forEach(field -> append(text, field));
        return HexFormat.of().formatHex(mac(text.toString()));
    }

    /** With its length before it, so that no two entries give one text. */
    private static void append(StringBuilder text, @Nullable String field) {
        text.append(field == null ? "-" : field.length() + ":" + field).append(';');
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
