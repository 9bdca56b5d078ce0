/**
 * Looks at everything a server needs, and says what to do where something is wrong.
 *
 * <p>Changes nothing, beside a running server too. No finding holds a secret. What a check can't find out is told as
 * such, never passed over.
 */
@NullMarked
package dev.parley.bootstrap.doctor;

import org.jspecify.annotations.NullMarked;
