package dev.parley.application.local;

import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.WorkQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Breaks: each implementation of a port passes its contract. Beside one that does. */
public final class TwinQueue implements WorkQueue {

    @Override
    public void offer(ReplyJobs.Ticket ticket) {}

    @Override
    public Optional<ReplyJobs.Ticket> take(Duration atMost) {
        return Optional.empty();
    }

    @Override
    public OptionalLong waiting() {
        return OptionalLong.empty();
    }
}
