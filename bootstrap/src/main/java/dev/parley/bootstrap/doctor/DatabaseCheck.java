package dev.parley.bootstrap.doctor;

import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.mssql.MssqlAdapter.Examination;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.application.port.out.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Whether the database answers, how far its tables are, and whether its clock is ours. */
final class DatabaseCheck {

    private static final String SUBJECT = "database";
    private static final String CLOCK = "clock";
    private static final Duration MUCH = Duration.ofSeconds(5);

    /** No machine that runs this can be so far back, but one whose clock was never set. */
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final MssqlConfig config;
    private final RunningServer server;
    private final InstantSource clock;

    DatabaseCheck(MssqlConfig config, RunningServer server, InstantSource clock) {
        this.config = config;
        this.server = server;
        this.clock = clock;
    }

    List<Finding> run() {
        Instant asked = clock.instant();
        try {
            return switch (MssqlAdapter.examine(config)) {
                case Examination.Missing() ->
                    List.of(Finding.ok(SUBJECT, "no file yet, it is made at the first start"), ownClock(asked));
                case Examination.Taken() -> List.of(taken(), ownClock(asked));
                case Examination.Reached reached -> reached(reached, asked, clock.instant());
            };
        } catch (StoreException e) {
            return List.of(
                    Finding.fail(SUBJECT, e.getMessage() + "; look at db.url, db.user and db.password"),
                    ownClock(asked));
        }
    }

    /** One process has the file; if that is our server, it knows. */
    private Finding taken() {
        return server.get("/health/ready")
                .map(answer -> answer.status() == 200
                        ? Finding.ok(SUBJECT, "in use by the running server, which is ready")
                        : Finding.fail(
                                SUBJECT,
                                "in use by the running server, which is not ready (" + answer.status()
                                        + "); see its /health/ready and its log"))
                .orElseGet(() -> Finding.warn(
                        SUBJECT,
                        "its file is in use by another process, and no server answers on the configured address"));
    }

    private static List<Finding> reached(Examination.Reached reached, Instant before, Instant after) {
        var findings = new ArrayList<Finding>();
        String name = reached.database().name() + " " + reached.database().version();
        if (reached.schemaVersion() == null) {
            findings.add(Finding.ok(SUBJECT, name + ", without our tables; they are made at the first start"));
        } else if (reached.pending() > 0) {
            findings.add(Finding.warn(
                    SUBJECT,
                    name + ", schema version " + reached.schemaVersion() + ", " + reached.pending()
                            + " steps behind; they are taken at the next start"));
        } else {
            findings.add(Finding.ok(SUBJECT, name + ", schema version " + reached.schemaVersion()));
        }
        findings.add(clocks(reached.now(), before, after));
        return findings;
    }

    /** Where there is no other to compare it with. */
    private static Finding ownClock(Instant now) {
        return now.isBefore(LONG_AGO)
                ? Finding.fail(
                        CLOCK,
                        "this machine's says " + now
                                + ", which is long ago: tokens and certificates would not count; set it, or let it"
                                + " follow a time server")
                : Finding.ok(CLOCK, "this machine's says " + now);
    }

    static Finding clocks(Instant database, Instant before, Instant after) {
        if (after.isBefore(LONG_AGO)) {
            return ownClock(after);
        }
        Duration ahead = database.isAfter(after) ? Duration.between(after, database) : Duration.ZERO;
        Duration behind = database.isBefore(before) ? Duration.between(database, before) : Duration.ZERO;
        Duration difference = ahead.plus(behind);
        return difference.compareTo(MUCH) > 0
                ? Finding.warn(
                        CLOCK,
                        "the database's differs by " + difference.toSeconds()
                                + " s from this machine's; let both follow a time server")
                : Finding.ok(CLOCK, "this machine's and the database's agree, it is " + after);
    }
}
