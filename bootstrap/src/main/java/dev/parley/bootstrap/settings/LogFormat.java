package dev.parley.bootstrap.settings;

/** What log lines look like. */
public enum LogFormat {
    /** For people. */
    PLAIN,
    /** One object a line, for machines. */
    JSON
}
