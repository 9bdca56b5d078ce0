package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

/**
 * The life of one process of one node.
 *
 * @param node the node's name, 1 to 64 of {@code a-z 0-9 . _ -}; stays over restarts
 * @param epoch which life of the node; a new process has a higher one
 */
public record NodeLease(String node, long epoch) {

    /** Refuses impossible names. */
    public NodeLease {
        requireNonNull(node, "node");
        if (!node.matches("[a-z0-9._-]{1,64}") || epoch < 1) {
            throw new IllegalArgumentException("a lease needs a node of a-z 0-9 . _ - and an epoch of at least 1");
        }
    }
}
