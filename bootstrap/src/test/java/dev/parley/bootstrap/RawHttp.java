package dev.parley.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket that says exactly what it is told, for requests no decent client would send. */
final class RawHttp implements AutoCloseable {

    private static final int HANG_GUARD_MILLIS = 60_000;

    private final Socket socket;

    RawHttp(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(HANG_GUARD_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /** All that the server answers to one request until it closes the connection. */
    static String exchange(int port, String request) throws IOException {
        try (var http = new RawHttp(port)) {
            http.send(request);
            return http.readToEnd();
        }
    }

    RawHttp send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads until the server closes. A reset counts as closing. */
    String readToEnd() {
        var all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            byte[] some = new byte[4_096];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                all.write(some, 0, count);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server neither answered nor closed; so far: " + all, e);
        } catch (IOException e) {
            // reset by the server
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Reads until this text has come. */
    String readUntil(String text) throws IOException {
        var all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!all.toString(StandardCharsets.UTF_8).contains(text)) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("closed before \"" + text + "\" came; so far: " + all);
            }
            all.write(next);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
