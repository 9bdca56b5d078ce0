package dev.parley.bootstrap.e2e;

/** What must hold whatever breaks. */
public enum Invariant {
    /** Text and events come without a hole, in order, none twice. */
    I1_CONTIGUOUS,
    /** What a client ends with is what is stored, and what the model said. */
    I2_SAME_TEXT,
    /** The hash is the text's. */
    I3_HASH,
    /** Nothing comes after the end. */
    I4_ONE_END,
    /** Attempts only rise. */
    I5_ATTEMPTS_RISE,
    /** One attempt has one writer, so all who read it read the beginnings of one text. */
    I6_ONE_WRITER,
    /** What was acknowledged is there. */
    I7_KEPT,
    /** Nothing is there twice, and nothing that nobody said. */
    I8_ONCE,
    /** Every reply comes to an end. */
    I9_ENDS,
    /** Nobody hears what is another's. */
    I10_OWN,
    /** What the protocol says beside these. */
    PROTOCOL
}
