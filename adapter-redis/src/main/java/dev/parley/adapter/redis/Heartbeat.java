package dev.parley.adapter.redis;

import java.time.Duration;

/**
 * How a dead connection is noticed: nothing else tells, if the peer is gone without a word.
 *
 * @param every how often a sign of life is asked for
 * @param silence how long the connection may be silent before it is given up
 */
record Heartbeat(Duration every, Duration silence) {

    static final Heartbeat STANDARD = new Heartbeat(Duration.ofSeconds(2), Duration.ofSeconds(4));
}
