package dev.parley.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file of the front end, held in memory. */
final class WebPage {

    private static final int WORTH_COMPRESSING = 1_024;

    private final String type;
    private final byte[] bytes;
    private final byte @Nullable [] compressed;
    private final String tag;
    private final ZonedDateTime modified;

    private WebPage(String type, byte[] bytes, Instant modified) throws IOException {
        this.type = type;
        this.bytes = bytes;
        this.compressed = bytes.length >= WORTH_COMPRESSING && MediaTypes.isText(type) ? gzip(bytes) : null;
        // Weak: the same tag stands for the compressed bytes.
        this.tag = "W/\"" + HexFormat.of().formatHex(sha256(bytes), 0, 16) + "\"";
        this.modified = Instant.ofEpochSecond(modified.getEpochSecond()).atZone(ZoneOffset.UTC);
    }

    /** Null if there is no such resource. */
    static @Nullable WebPage load(ClassLoader loader, String resource, String type) {
        URL url = loader.getResource(resource);
        if (url == null) {
            return null;
        }
        try {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                return new WebPage(type, in.readAllBytes(), Instant.ofEpochMilli(connection.getLastModified()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String type() {
        return type;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Null if compressing does not pay. */
    byte @Nullable [] compressed() {
        return compressed;
    }

    String tag() {
        return tag;
    }

    String lastModified() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(modified).replace("Z", "GMT");
    }

    /** Whether a client that says so has this very page. A tag, if given, decides alone. */
    boolean isKnownTo(@Nullable String tags, @Nullable String since) {
        if (tags != null) {
            return tags.equals("*") || tags.contains(tag.substring(2));
        }
        try {
            return since != null && !modified.isAfter(ZonedDateTime.parse(since, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return false; // a date nobody can read is as good as none
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var gzipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(gzipped)) {
            gzip.write(bytes);
        }
        return gzipped.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
