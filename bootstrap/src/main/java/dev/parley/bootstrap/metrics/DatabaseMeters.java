package dev.parley.bootstrap.metrics;

import dev.parley.adapter.mssql.MssqlAdapter;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Times how long calls stand in the line for a connection to the database. */
final class DatabaseMeters implements MssqlAdapter.Observer {

    private final Timer served;
    private final Timer refused;

    DatabaseMeters(Meters meters) {
        served = timer(meters, "served");
        refused = timer(meters, "refused");
    }

    private static Timer timer(Meters meters, String outcome) {
        return meters.timer(
                "database.wait",
                "How long calls stood in the line for a connection to the database.",
                Scale.FINE,
                "outcome",
                outcome);
    }

    @Override
    public void waited(boolean wasServed, long nanos) {
        (wasServed ? served : refused).record(nanos, TimeUnit.NANOSECONDS);
    }
}
