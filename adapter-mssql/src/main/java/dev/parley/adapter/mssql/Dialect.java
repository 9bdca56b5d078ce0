package dev.parley.adapter.mssql;

import java.util.Map;

/** What SQL Server and H2 do not have in common. Everything else is one SQL. */
enum Dialect {
    SQL_SERVER("sqlserver", "SYSUTCDATETIME()", "COLLATE Latin1_General_100_BIN2", "NONCLUSTERED", ""),
    /** It compares exactly, and its session time zone must not matter. */
    H2(
            "h2",
            "DATEADD(MILLISECOND, CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT),"
                    + " TIMESTAMP '1970-01-01 00:00:00')",
            "",
            "",
            "IF NOT EXISTS");

    private final String folder;
    private final String now;
    private final String exact;
    private final String nonclustered;
    private final String ifMissing;

    Dialect(String folder, String now, String exact, String nonclustered, String ifMissing) {
        this.folder = folder;
        this.now = now;
        this.exact = exact;
        this.nonclustered = nonclustered;
        this.ifMissing = ifMissing;
    }

    static Dialect of(String url) {
        if (url.startsWith("jdbc:sqlserver:")) {
            return SQL_SERVER;
        }
        if (url.startsWith("jdbc:h2:")) {
            return H2;
        }
        throw new IllegalArgumentException("url must begin with jdbc:sqlserver: or jdbc:h2:");
    }

    /** The folder of the migrations that only this one has. */
    String folder() {
        return folder;
    }

    /** The database's own clock, in UTC. Leases are measured by it and by nothing else. */
    String now() {
        return now;
    }

    /** How text is compared to the last bit. */
    String exact() {
        return exact;
    }

    /** What stands for what in the migrations. */
    Map<String, String> placeholders(String schema) {
        return Map.of("schema", schema, "exact", exact, "nonclustered", nonclustered, "if_missing", ifMissing);
    }
}
