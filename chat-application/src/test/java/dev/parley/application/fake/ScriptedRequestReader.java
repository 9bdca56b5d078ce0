package dev.parley.application.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads HTTP/1.1 requests whose bodies have a Content-Length. */
final class ScriptedRequestReader {

    private ScriptedRequestReader() {}

    static ScriptedRequest read(int first, InputStream input, int connection) throws IOException {
        String[] start = ((char) first + line(input)).split(" ", 3);
        Map<String, String> headers = headers(input);
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(input.readNBytes(length), UTF_8);
        return new ScriptedRequest(start[0], start[1], headers, body, connection);
    }

    private static Map<String, String> headers(InputStream input) throws IOException {
        var headers = new HashMap<String, String>();
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream input) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int read = input.read(); read != '\n'; read = input.read()) {
            if (read < 0) {
                throw new EOFException("the request ends in its head");
            }
            if (read != '\r') {
                line.write(read);
            }
        }
        return line.toString(ISO_8859_1);
    }
}
