/**
 * The domain: sessions, messages, memory windows, replies. Plain Java, no input or output, no clock, no chance.
 *
 * <p>Each package below says what it holds; nothing is kept here itself.
 */
@NullMarked
package dev.parley.domain;

import org.jspecify.annotations.NullMarked;
