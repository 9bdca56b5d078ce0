/**
 * Language models over HTTP, read as they stream.
 *
 * <p>Each reply is read by the one thread that asked for it and can be cancelled from any other. Nothing here counts
 * money or keeps a text, and no reply is begun again once a piece of it was given. An answer is complete only if its provider has said so, and neither keys nor
 * what people wrote ever stand in a failure.
 */
@NullMarked
package dev.parley.adapter.llm;

import org.jspecify.annotations.NullMarked;
