package dev.parley.bootstrap.metrics;

import dev.parley.adapter.redis.RedisAdapter;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Times calls of Redis. */
final class RedisMeters implements RedisAdapter.Observer {

    private final Timer answered;
    private final Timer failed;
    private final Timer answeredTogether;
    private final Timer failedTogether;

    RedisMeters(Meters meters) {
        answered = timer(meters, "one", "answered");
        failed = timer(meters, "one", "failed");
        answeredTogether = timer(meters, "batch", "answered");
        failedTogether = timer(meters, "batch", "failed");
    }

    private static Timer timer(Meters meters, String kind, String outcome) {
        return meters.timer(
                "redis.call",
                "Calls of Redis, with the wait for a connection.",
                Scale.FINE,
                "kind",
                kind,
                "outcome",
                outcome);
    }

    @Override
    public void called(boolean together, boolean wasAnswered, long nanos) {
        if (together) {
            (wasAnswered ? answeredTogether : failedTogether).record(nanos, TimeUnit.NANOSECONDS);
        } else {
            (wasAnswered ? answered : failed).record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
