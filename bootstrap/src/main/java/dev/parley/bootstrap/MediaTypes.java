package dev.parley.bootstrap;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The media types of what a front end is made of. What is not named here is not served. */
final class MediaTypes {

    static final String HTML = "text/html; charset=utf-8";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", HTML),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("ts", "text/plain; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"));

    private MediaTypes() {}

    static @Nullable String of(String file) {
        return TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    }

    static boolean isText(String type) {
        return type.startsWith("text/") || type.contains("json") || type.contains("svg");
    }
}
