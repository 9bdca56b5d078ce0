/**
 * Talking to a server from a terminal, over the same protocol as every other client.
 *
 * <p>{@link dev.parley.bootstrap.terminal.Conversation} decides what is shown and where to resume; it does no input or
 * output. Around it one thread takes signals (frames, typed lines, Ctrl-C) one after the other, so that nothing here
 * needs a lock. Nothing of the server is used.
 */
@NullMarked
package dev.parley.bootstrap.terminal;

import org.jspecify.annotations.NullMarked;
