/**
 * Replies as they come into being: their life, their chunks, and when text is released.
 *
 * <p>Nothing here blocks, keeps time or knows a provider. The grammar of a reply is in {@link
 * dev.parley.domain.reply.ReplyChunk}; offsets, hashes and stored texts all count released text in UTF-16 units.
 */
@NullMarked
package dev.parley.domain.reply;

import org.jspecify.annotations.NullMarked;
