/**
 * The configuration: a file and environment variables in, typed records out.
 *
 * <p>{@link dev.parley.bootstrap.settings.Keys} is the one table of all keys; parsing, the list of effective values and
 * the reference in the documentation all come from it or are checked against it. Nothing here opens, connects or logs.
 * Secrets never appear in a text that is made for people.
 */
@NullMarked
package dev.parley.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
