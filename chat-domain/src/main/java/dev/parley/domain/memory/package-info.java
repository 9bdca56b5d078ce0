/**
 * Memory windows: which part of a history a model is shown.
 *
 * <p>Nothing here reads a store: the caller loads the turns a policy needs. An exchange is never split, the oldest go
 * first, the newest message is always whole, and nothing is dropped silently.
 */
@NullMarked
package dev.parley.domain.memory;

import org.jspecify.annotations.NullMarked;
