/**
 * Language models over HTTP, read as they stream.
 *
 * <p>Each reply is read by the one thread that asked for it and can be cancelled from any other.
 */
@NullMarked
package dev.parley.adapter.llm;

import org.jspecify.annotations.NullMarked;
