package dev.parley.bootstrap;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How the one HTTP listener behaves.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param ioThreads platform threads that read, parse and serve pages; the API has threads of its own
 * @param largestHeader of a request, request line and all fields together, in bytes
 * @param mostHeaderFields how many fields a header may have
 * @param headerWithin how long a client may take to send a header: the first from when it connects, others from their first
 *     byte
 * @param bodyWithin how long a body may take; one that comes with 10 KiB a second may take longer
 * @param idleWithin how long a connection may rest between requests
 * @param writeWithin how long a client may take nothing of an answer that waits for it
 * @param mostRequests how many requests one connection may make
 */
record HttpHostConfig(
        String host,
        int port,
        int ioThreads,
        int largestHeader,
        int mostHeaderFields,
        Duration headerWithin,
        Duration bodyWithin,
        Duration idleWithin,
        Duration writeWithin,
        int mostRequests) {

    HttpHostConfig {
        requireNonNull(host, "host");
        requireNonNull(headerWithin, "headerWithin");
        requireNonNull(bodyWithin, "bodyWithin");
        requireNonNull(idleWithin, "idleWithin");
        requireNonNull(writeWithin, "writeWithin");
        if (port < 0 || port > 65_535 || ioThreads < 2 || largestHeader < 1_024 || mostHeaderFields < 10) {
            throw new IllegalArgumentException("the listener's numbers can't work");
        }
    }

    /** 16 KiB of header in 15 s, 30 s for a body, 10,000 requests a connection, 60 s of rest. */
    static HttpHostConfig standard(String host, int port) {
        return new HttpHostConfig(
                host,
                port,
                Math.max(8, 2 * Runtime.getRuntime().availableProcessors()),
                16 * 1_024,
                100,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                10_000);
    }
}
