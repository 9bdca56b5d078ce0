package dev.parley.adapter.mssql;

import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Tells of statements that took long, without what was bound: that may be what people wrote. */
final class SlowStatements implements SqlLogger {

    private static final Logger LOG = LoggerFactory.getLogger(SlowStatements.class);
    private static final Marker PERFORMANCE = MarkerFactory.getMarker("performance");

    /** Below it nothing is worth a line, whatever the log's own threshold. */
    private static final long SLOW_FROM_MILLIS = 100;

    @Override
    public void logAfterExecution(StatementContext context) {
        long millis = context.getElapsedTime(ChronoUnit.MILLIS);
        if (millis >= SLOW_FROM_MILLIS) {
            LOG.atWarn()
                    .addMarker(PERFORMANCE)
                    .addKeyValue("duration_ms", millis)
                    .addKeyValue("type", String.valueOf(context.getRenderedSql()))
                    .log("A statement took its time");
        }
    }
}
