package dev.parley.bootstrap.faults;

import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.process.Footprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What nodes hold that are well and have nobody: nothing that broke may leave more than that behind. The most of all nodes
 * counts, since any of them may have been started anew meanwhile.
 */
final class Resting {

    /** Pools fill, classes are loaded, caches keep a little: whatever leaks at every connection or reply is more than this. */
    private static final Footprint MORE = new Footprint(100, 100, 64L << 20);

    /** Dead connections are noticed within a minute; what was remembered of sessions is let go after that. */
    private static final Duration LONG = Duration.ofMinutes(4);

    private final Footprint before;

    private Resting(Footprint before) {
        this.before = before;
    }

    /** Measures nodes that nobody has come to yet. Blocks. */
    static Resting of(List<ClusterNode> nodes) {
        List<Footprint> all = nodes.stream().map(Resting::measured).toList();
        return new Resting(new Footprint(
                all.stream().mapToLong(Footprint::handles).max().orElseThrow(),
                all.stream().mapToLong(Footprint::threads).max().orElseThrow(),
                all.stream().mapToLong(Footprint::heapBytes).max().orElseThrow()));
    }

    /** Waits until each is about where they were before. */
    void awaitAgain(List<ClusterNode> nodes) {
        nodes.forEach(this::awaitAgain);
    }

    private void awaitAgain(ClusterNode node) {
        var last = new AtomicReference<>(before);
        try {
            await().atMost(LONG)
                    .until(() -> last.updateAndGet(older -> measured(node)).isWithin(before, MORE));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(node.name() + " holds " + last + ", and " + before + " before anybody came", e);
        }
        System.out.printf("measured: %s at rest: %s; before: %s%n", node.name(), last, before);
    }

    private static Footprint measured(ClusterNode node) {
        try {
            return node.process().footprint();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + node.name() + " was measured", e);
        }
    }
}
