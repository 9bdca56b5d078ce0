package dev.parley.bootstrap.settings;

/**
 * A value that was set.
 *
 * @param written the value
 * @param origin where
 */
record Given(Written written, Origin origin) {}
