package dev.parley.adapter.rest;

import dev.parley.application.port.in.FeedItem;
import java.time.Duration;

/** Waits for a reply's end without telling anybody, and not for ever. */
final class ReplyWait implements ReplyWatch.Watcher {

    private final Duration longest;

    ReplyWait(Duration longest) {
        this.longest = longest;
    }

    private final long begun = System.nanoTime();

    @Override
    public void tell(FeedItem item) {}

    @Override
    public Duration patience() {
        Duration left = longest.minusNanos(System.nanoTime() - begun);
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    @Override
    public boolean idle() {
        return false;
    }
}
