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
    private static final int PAUSE_MILLIS = 40;

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

    /** Sends the same byte again and again, with a pause between, until the server closes; gives what it said. */
    String dribble(String slow) throws IOException {
        return dribble(slow, Integer.MAX_VALUE);
    }

    /** The same so many times at most. */
    String dribble(String slow, int times) throws IOException {
        socket.setSoTimeout(PAUSE_MILLIS);
        long until = System.nanoTime() + HANG_GUARD_MILLIS * 1_000_000L;
        var all = new StringBuilder();
        for (int sent = 0; System.nanoTime() < until; ) {
            try {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return all.toString();
                }
                all.append((char) next);
            } catch (java.net.SocketTimeoutException e) {
                if (sent++ < times) {
                    send(slow);
                }
            } catch (IOException e) {
                return all.toString(); // reset by the server
            }
        }
        throw new AssertionError("the server never closed; so far: " + all);
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
