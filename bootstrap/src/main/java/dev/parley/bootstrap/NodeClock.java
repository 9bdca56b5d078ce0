package dev.parley.bootstrap;

import java.time.Duration;
import java.time.InstantSource;

/** The clock that all of a node goes by. */
final class NodeClock {

    /** How far it is off on purpose, such as {@code PT-2M}: nodes that disagree about the time are tested with it. */
    private static final String OFFSET = "parley.clockOffset";

    private NodeClock() {}

    /** The machine's, or one that is off by what the system property says. */
    static InstantSource system() {
        String offset = System.getProperty(OFFSET, "");
        return offset.isEmpty() ? InstantSource.system() : offBy(Duration.parse(offset));
    }

    private static InstantSource offBy(Duration offset) {
        InstantSource machine = InstantSource.system();
        return () -> machine.instant().plus(offset);
    }
}
