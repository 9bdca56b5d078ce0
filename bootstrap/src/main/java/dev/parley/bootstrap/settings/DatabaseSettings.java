package dev.parley.bootstrap.settings;

import org.jspecify.annotations.Nullable;

/**
 * The database.
 *
 * @param url as JDBC writes it; null for a file in the data folder
 * @param user who logs in; null for the database's own default
 * @param password null if there is none
 * @param poolSize how many connections at most
 */
public record DatabaseSettings(
        @Nullable String url,
        @Nullable String user,
        @Nullable Secret password,
        int poolSize) {

    /** Whether it is a file that only one process can use. */
    public boolean local() {
        return url == null || url.startsWith("jdbc:h2:");
    }

    /** The address may hold a password. */
    @Override
    public String toString() {
        return "DatabaseSettings["
                + (url == null ? "local file" : Keys.DB_URL.type().shown().apply(url)) + "]";
    }
}
