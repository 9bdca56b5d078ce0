package dev.parley.adapter.mssql;

import dev.parley.application.port.out.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How values are kept in columns: times in UTC to the millisecond, names in lower case. */
final class Columns {

    private Columns() {}

    /** A time as precise as a column keeps it. Cut, never rounded up, on every engine. */
    static Instant time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        return row.getString(column) == null ? null : time(row, column);
    }

    static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static @Nullable UUID idOrNull(ResultSet row, String column) throws SQLException {
        return row.getString(column) == null ? null : id(row, column);
    }

    static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Integer numberOrNull(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Double decimalOrNull(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** @throws StoreException.Broken if the column holds a name we don't know */
    static <E extends Enum<E>> E named(Class<E> type, ResultSet row, String column) throws SQLException {
        String word = row.getString(column);
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw unknown(column, word, unknown);
        }
    }

    static StoreException.Broken unknown(String column, String word, IllegalArgumentException cause) {
        return new StoreException.Broken("column " + column + " holds '" + word + "', which is unknown", cause);
    }
}
