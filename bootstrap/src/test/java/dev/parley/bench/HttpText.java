package dev.parley.bench;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** As much HTTP/1.1 as the benchmarks' own ends of a connection need. */
final class HttpText {

    private static final String LENGTH = "content-length:";

    private HttpText() {}

    /** Whether a server answers 200 there; not if nobody listens. */
    static boolean isOk(int port, String path) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String head = head(socket.getInputStream());
            return head != null && head.startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    /** The body of the next request with a length; null at the end of the connection. */
    static @Nullable String body(InputStream in) throws IOException {
        String head = head(in);
        if (head == null) {
            return null;
        }
        int length = 0;
        for (String line : head.lines().toList()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).trim());
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Everything up to the empty line; null at the end of the connection. */
    static @Nullable String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                if (head.size() == 0) {
                    return null;
                }
                throw new EOFException("in the middle of a head");
            }
            head.write(next);
            matched = next == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
