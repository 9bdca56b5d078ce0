/**
 * Language models over HTTP, read as they stream.
 *
 * <p>Each reply is read by the one thread that asked for it and can be cancelled from any other. Nothing here retries
 * a reply, counts money or keeps a text. An answer is complete only if its provider has said so, and neither keys nor
 * what people wrote ever stand in a failure.
 */
@NullMarked
package dev.parley.adapter.llm;

import org.jspecify.annotations.NullMarked;
