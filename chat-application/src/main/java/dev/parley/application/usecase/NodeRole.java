package dev.parley.application.usecase;

/** What a node is there for. */
public enum NodeRole {

    /** It is where people come: it takes messages and shows what happens. */
    GATEWAY,

    /** It writes replies. */
    WORKER
}
