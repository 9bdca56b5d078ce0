package dev.parley.domain.message;

/** Who speaks, as the wire and the store name it (in lower case). */
public enum MessageType {
    USER,
    AI,
    SYSTEM,
    AGENT
}
