/**
 * What operators are shown in numbers: the one place that knows the library for it. Parts are measured from outside, by
 * what is put around their ports and by the observers their adapters tell; where nothing is measured nothing is put around
 * anything. Names, labels and meanings are a catalogue, {@code docs/metrics.md}, which a test holds together with what a
 * server shows. Labels come from closed lists: never ids, addresses or texts.
 */
@NullMarked
package dev.parley.bootstrap.metrics;

import org.jspecify.annotations.NullMarked;
