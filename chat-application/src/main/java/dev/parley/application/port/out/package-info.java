/**
 * Driven ports: what the core needs from stores, buses and models, in its own words.
 *
 * <p>Each port lists numbered guarantees; its contract suite in this module's test-jar has a test for each, and every
 * implementation passes it. Refusals are values; exceptions mean that the machinery broke. No technology is named here.
 */
@NullMarked
package dev.parley.application.port.out;

import org.jspecify.annotations.NullMarked;
