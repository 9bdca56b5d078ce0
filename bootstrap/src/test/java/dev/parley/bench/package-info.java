/**
 * Benchmarks: they print figures and assert nothing. Start them with {@code mvn -q -Pbench}.
 *
 * <p>Everything runs on this machine, in processes of its own: a model that stamps each token with its time, the server,
 * a bare relay to compare with, and the clients. So figures are to be read as ratios within one run.
 */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
