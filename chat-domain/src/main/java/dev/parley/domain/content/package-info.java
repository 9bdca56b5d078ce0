/**
 * What texts must not carry on: personal data that is masked, and how long a reply is held back for it.
 *
 * <p>Nothing here blocks or asks anybody; judging texts by a moderation is the application's business. Whatever the text
 * and however it is cut, masking takes time in proportion to it.
 */
@NullMarked
package dev.parley.domain.content;

import org.jspecify.annotations.NullMarked;
