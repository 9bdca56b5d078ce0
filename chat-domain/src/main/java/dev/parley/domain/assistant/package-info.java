/**
 * Assistants: who answers, with which prompt, model and manners.
 *
 * <p>Where assistants are configured is not decided here. The standard one always exists.
 */
@NullMarked
package dev.parley.domain.assistant;

import org.jspecify.annotations.NullMarked;
