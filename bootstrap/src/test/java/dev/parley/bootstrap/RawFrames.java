package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket on a plain socket that sends frames as it is told, right or wrong. Used by one thread. */
final class RawFrames implements AutoCloseable {

    static final int LAST = 0x80;
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;

    /** The code of a connection that ended without a close frame. */
    static final int BROKEN = 1006;

    private static final int HANG_GUARD_MILLIS = 60_000;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final Socket socket;
    private final DataInputStream in;
    private final String answer;

    /** Asks for a socket; what is answered, whatever it is, can be read from {@link #answer}. */
    RawFrames(int port, String path, String... headers) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(HANG_GUARD_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        send(request(path, headers).getBytes(StandardCharsets.ISO_8859_1));
        answer = readHeader();
    }

    /** An open socket of a session. */
    static RawFrames open(int port, String session, String token) throws IOException {
        var frames = new RawFrames(port, path(session), bearer(token));
        assertThat(frames.answer).startsWith("HTTP/1.1 101 ");
        return frames;
    }

    static String path(String session) {
        return "/ws/chat/" + session + "/";
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    /** A proper request to upgrade, with further lines. */
    static String request(String path, String... headers) {
        var request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** The header that answered the request to upgrade; empty if there was none. */
    String answer() {
        return answer;
    }

    private String readHeader() throws IOException {
        var header = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                header.write(next);
                if (next == '\n' && header.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                    break;
                }
            }
        } catch (SocketException e) {
            // A reset is an end as well.
        }
        return header.toString(StandardCharsets.ISO_8859_1);
    }

    RawFrames send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends what may be cut off while it is sent. */
    RawFrames trySend(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            assertThat(e).as("cut off while sending").isInstanceOf(SocketException.class);
        }
        return this;
    }

    RawFrames send(int firstByte, byte[] payload) throws IOException {
        return send(frame(firstByte, payload));
    }

    RawFrames text(String text) throws IOException {
        return send(LAST | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A masked frame as bytes. */
    static byte[] frame(int firstByte, byte[] payload) {
        var frame = new ByteArrayOutputStream();
        frame.writeBytes(header(firstByte, true, payload.length));
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % MASK.length]);
        }
        return frame.toByteArray();
    }

    /** The beginning of a frame, whatever length it says; with its mask if it has one. */
    static byte[] header(int firstByte, boolean masked, long length) {
        int bit = masked ? 0x80 : 0;
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) firstByte);
        if (length >= 0 && length <= 125) {
            header.put((byte) (bit | length));
        } else if (length >= 0 && length <= 0xFFFF) {
            header.put((byte) (bit | 126)).putShort((short) length);
        } else {
            header.put((byte) (bit | 127)).putLong(length);
        }
        if (masked) {
            header.put(MASK);
        }
        byte[] bytes = new byte[header.position()];
        header.flip().get(bytes);
        return bytes;
    }

    /** Reads on until a text holds this, and gives that text. */
    String readUntil(String part) throws IOException {
        for (String text = read(); ; text = read()) {
            if (text.contains(part)) {
                return text;
            }
        }
    }

    private String read() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = payload();
            if ((first & 0x0F) == TEXT) {
                return new String(payload, StandardCharsets.UTF_8);
            }
            assertThat(first & 0x0F).as("closed").isNotEqualTo(CLOSE);
        }
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        long length = switch (second) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> second;
        };
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return payload;
    }

    /** Reads on until the server ends the connection, and gives its code. */
    int closeCode() throws IOException {
        try {
            while (true) {
                int first = in.readUnsignedByte();
                byte[] payload = payload();
                if ((first & 0x0F) == CLOSE) {
                    return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
                }
            }
        } catch (java.io.EOFException | SocketException e) {
            return BROKEN;
        }
    }

    /** All that comes until the server ends the connection, be it frames or not. */
    String readToEnd() {
        var all = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
            }
        } catch (IOException e) {
            assertThat(e).as("neither answered nor closed").isNotInstanceOf(SocketTimeoutException.class);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Whether nothing more comes than the end. */
    boolean isAtEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
