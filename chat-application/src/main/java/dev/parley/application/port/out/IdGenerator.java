package dev.parley.application.port.out;

import java.util.UUID;

/**
 * Gives new ids. Thread-safe; does not block.
 *
 * <ol>
 *   <li>G1: no id is given twice.
 *   <li>G2: ids are version 7 UUIDs.
 * </ol>
 */
@FunctionalInterface
public interface IdGenerator {

    /** A new id. */
    UUID next();
}
