/**
 * The program: reads the configuration, opens the adapters in order, closes them backwards.
 *
 * <p>Wiring is by hand; reading it from top to bottom is the deployment diagram.
 */
@NullMarked
package dev.parley.bootstrap;

import org.jspecify.annotations.NullMarked;
