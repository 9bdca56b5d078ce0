/**
 * Messages: who said what, and where it stands in its session.
 *
 * <p>A message is never overwritten: a change is a higher version. Texts are kept as they came, to the last character.
 */
@NullMarked
package dev.parley.domain.message;

import org.jspecify.annotations.NullMarked;
