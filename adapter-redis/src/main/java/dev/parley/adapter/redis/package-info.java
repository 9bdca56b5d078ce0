/**
 * What several nodes share: announcements, running replies, wake-ups, presence.
 *
 * <p>Losing all that Redis holds loses no data.
 */
@NullMarked
package dev.parley.adapter.redis;

import org.jspecify.annotations.NullMarked;
