/**
 * What all texts have in common: which characters are text at all, what counts as blank, what is a name.
 *
 * <p>A half surrogate pair can be neither stored nor sent in UTF-8, so none gets past this domain.
 */
@NullMarked
package dev.parley.domain.text;

import org.jspecify.annotations.NullMarked;
