package dev.parley.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model server that speaks the OpenAI protocol and stamps each token with the nanosecond it was sent. A prompt that ends
 * in {@code tokens=300 rate=30} is answered with 300 tokens, 30 a second. Prints its port and runs until it is killed.
 */
public final class PacedModel {

    private static final Pattern ORDER = Pattern.compile("tokens=(\\d+) rate=(\\d+)");

    private PacedModel() {}

    /** Serves until killed. */
    public static void main(String[] args) throws IOException {
        try (var server = new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            socket.setTcpNoDelay(true);
            String body = HttpText.body(in);
            while (body != null) {
                answer(body, out);
                body = HttpText.body(in);
            }
        } catch (IOException e) {
            // The caller went away: that is how a cancelled reply looks from here.
        }
    }

    private static void answer(String body, OutputStream out) throws IOException {
        Matcher order = ORDER.matcher(body);
        int tokens = 10;
        int rate = 1_000;
        while (order.find()) {
            tokens = Integer.parseInt(order.group(1));
            rate = Integer.parseInt(order.group(2));
        }
        out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        long pause = 1_000_000_000L / rate;
        long due = System.nanoTime() + ThreadLocalRandom.current().nextLong(pause);
        for (int i = 0; i < tokens; i++) {
            waitUntil(due);
            due += pause;
            event(out, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + System.nanoTime() + " \"}}]}");
        }
        event(out, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
        event(out, "[DONE]");
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void waitUntil(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
    }

    private static void event(OutputStream out, String data) throws IOException {
        byte[] bytes = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = new byte[size.length + bytes.length + 2];
        System.arraycopy(size, 0, chunk, 0, size.length);
        System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        out.write(chunk);
        out.flush();
    }
}
