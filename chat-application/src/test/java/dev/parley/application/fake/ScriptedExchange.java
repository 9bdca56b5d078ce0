package dev.parley.application.fake;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request to a {@link ScriptedModelServer} and what has become of it. */
public final class ScriptedExchange {

    static final long HANG_GUARD_SECONDS = 60;

    private final ScriptedRequest request;
    private final CountDownLatch clientGone = new CountDownLatch(1);
    private final CountDownLatch played = new CountDownLatch(1);

    ScriptedExchange(ScriptedRequest request) {
        this.request = request;
    }

    /** What was asked. */
    public ScriptedRequest request() {
        return request;
    }

    /** Waits until the client has closed its connection, in whatever way; fails the test if it does not. */
    public void awaitClientGone() throws InterruptedException {
        if (!clientGone.await(HANG_GUARD_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the client did not close its connection");
        }
    }

    /** Whether the client has closed its connection. */
    public boolean isClientGone() {
        return clientGone.getCount() == 0;
    }

    /** Waits until the script has been played as far as it could be; fails the test if that does not happen. */
    public void awaitPlayed() throws InterruptedException {
        if (!played.await(HANG_GUARD_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the script did not come to its end");
        }
    }

    /** Whether the script has been played as far as it could be. */
    public boolean isPlayed() {
        return played.getCount() == 0;
    }

    void markClientGone() {
        clientGone.countDown();
    }

    void markPlayed() {
        played.countDown();
    }

    /** Waits until the client is gone or the time is over. */
    boolean clientGoneWithin(long nanos) throws InterruptedException {
        return clientGone.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Waits until the client is gone. */
    void clientGoneAtLast() throws InterruptedException {
        clientGone.await();
    }
}
