/**
 * Hostile input by the thousand, the same in every run. For what reads bytes of strangers; a fuzzer with coverage goes on
 * from the same corpus where there is time for it.
 */
@NullMarked
package dev.parley.application.fuzz;

import org.jspecify.annotations.NullMarked;
