/**
 * What a model is shown: roles, texts and parameters, in no provider's dialect.
 *
 * <p>How a prompt is chosen from a history is in {@link dev.parley.domain.memory}.
 */
@NullMarked
package dev.parley.domain.prompt;

import org.jspecify.annotations.NullMarked;
