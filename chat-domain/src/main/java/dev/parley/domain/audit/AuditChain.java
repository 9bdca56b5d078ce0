package dev.parley.domain.audit;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Binds each entry to the one before it: whoever changes, removes or puts in an entry without the key breaks the chain
 * from there on. Immutable; thread-safe.
 */
public final class AuditChain {

    /** What the first entry of a chain follows. */
    public static final String BEGINNING = "0".repeat(64);

    private final UnaryOperator<String> seal;

    /**
     * A chain under a seal.
     *
     * @param seal makes of a text 64 hexadecimal digits in lower case that nobody can make without its key; pure and
     *     thread-safe
     */
    public AuditChain(UnaryOperator<String> seal) {
        this.seal = requireNonNull(seal, "seal");
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
        return seal.apply(text.toString());
    }

    /** With its length before it, so that no two entries give one text. */
    private static void append(StringBuilder text, @Nullable String field) {
        text.append(field == null ? "-" : field.length() + ":" + field).append(';');
    }
}
