/**
 * How often somebody may do something: token buckets in memory, for one node, or for each while Redis is away.
 *
 * <p>What is forgotten first is what says least: buckets that are full again, then those not asked for longest. How many
 * there may be is fixed.
 */
@NullMarked
package dev.parley.bootstrap.limits;

import org.jspecify.annotations.NullMarked;
