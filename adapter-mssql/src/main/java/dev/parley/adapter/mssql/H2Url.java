package dev.parley.adapter.mssql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Completes URLs of H2 with what Parley can't do without. */
final class H2Url {

    private static final String PREFIX = "jdbc:h2:";

    /** What must be so: SQL Server's dialect, and commits that survive the death of the process. */
    private static final Map<String, String> REQUIRED = required();

    private H2Url() {}

    /** @throws IllegalArgumentException if the URL asks for the opposite of what we need */
    static String completed(String url, Duration lockTimeout) {
        List<String> parts = split(url.substring(PREFIX.length()));
        Map<String, String> settings = settings(parts.subList(1, parts.size()));
        REQUIRED.forEach((key, value) -> require(settings, key, value));
        settings.putIfAbsent("LOCK_TIMEOUT", Long.toString(lockTimeout.toMillis()));
        settings.putIfAbsent("QUERY_CACHE_SIZE", "128");
        if (!isRemote(url)) {
            // The server closes the database when it has drained; H2's own hook would not wait for that.
            settings.putIfAbsent("DB_CLOSE_ON_EXIT", "FALSE");
            // What fails is told to whoever asked. H2 would write a file about it beside the database.
            settings.putIfAbsent("TRACE_LEVEL_FILE", "0");
        }
        StringBuilder completed = new StringBuilder(PREFIX).append(uninterruptible(parts.getFirst()));
        settings.forEach(
                (key, value) -> completed.append(';').append(key).append('=').append(value));
        return completed.toString();
    }

    static boolean isRemote(String url) {
        return url.startsWith(PREFIX + "tcp:") || url.startsWith(PREFIX + "ssl:");
    }

    private static Map<String, String> required() {
        Map<String, String> required = new LinkedHashMap<>();
        required.put("MODE", "MSSQLServer");
        required.put("DATABASE_TO_UPPER", "FALSE");
        required.put("CASE_INSENSITIVE_IDENTIFIERS", "TRUE");
        required.put("WRITE_DELAY", "0");
        return required;
    }

    private static void require(Map<String, String> settings, String key, String value) {
        String present = settings.putIfAbsent(key, value);
        if (present != null && !present.equalsIgnoreCase(value)) {
            throw new IllegalArgumentException(
                    "url must say " + key + "=" + value + " or leave it out, but says " + key + "=" + present);
        }
    }

    /** H2's plain files are closed under everybody's hands when a thread that writes is interrupted. */
    private static String uninterruptible(String location) {
        if (location.startsWith("file:")) {
            return "async:" + location.substring("file:".length());
        }
        return location.matches("[A-Za-z]{2,}:.*") ? location : "async:" + location;
    }

    private static Map<String, String> settings(List<String> parts) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("url holds a setting without a value");
            }
            settings.put(part.substring(0, equals).toUpperCase(Locale.ROOT), part.substring(equals + 1));
        }
        return settings;
    }

    /** Splits at semicolons, but for those behind a backslash. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split("(?<!\\\\);", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("url names no database");
        }
        return parts;
    }
}
