package dev.parley.adapter.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client on a plain socket that does as it is told, right or wrong. It answers no ping and no close by
 * itself. Used by one reading thread.
 */
final class RawSocket implements AutoCloseable {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int LAST = 0x80;

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(20).toMillis();
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /** What came back to a request. */
    record Answer(int status, List<String> headers, String body) {

        String header(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** A frame of the server. */
    static final class Frame {

        private final int firstByte;
        private final byte[] payload;

        Frame(int firstByte, byte[] payload) {
            this.firstByte = firstByte;
            this.payload = payload;
        }

        int opcode() {
            return firstByte & 0x0F;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    RawSocket(int port) throws IOException {
        this(port, 0);
    }

    /** With a receive buffer of its own size, for clients that read slowly. */
    RawSocket(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A proper handshake, with further header lines. */
    Answer shake(String path, String... further) throws IOException {
        var lines = new ArrayList<>(List.of(
                "GET " + path + " HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: keep-alive, Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        lines.addAll(List.of(further));
        return request(lines);
    }

    Answer request(List<String> lines) throws IOException {
        sendBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return answer();
    }

    Answer answer() throws IOException {
        String status = line();
        var headers = new ArrayList<String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
        }
        var head = new Answer(Integer.parseInt(status.split(" ", -1)[1]), headers, "");
        return new Answer(head.status(), headers, new String(body(head), StandardCharsets.UTF_8));
    }

    /** As long as it says; else, of an answer that is the last, to the end. */
    private byte[] body(Answer head) throws IOException {
        String length = head.header("Content-Length");
        if (!length.isEmpty()) {
            return in.readNBytes(Integer.parseInt(length));
        }
        return head.header("Connection").equals("close") ? in.readAllBytes() : new byte[0];
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    void sendText(String text) throws IOException {
        sendFrame(LAST | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void sendFrame(int firstByte, byte[] payload) throws IOException {
        sendBytes(frame(firstByte, payload));
    }

    void sendClose(int code) throws IOException {
        sendFrame(LAST | CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** A masked frame as bytes. */
    static byte[] frame(int firstByte, byte[] payload) {
        var frame = new ByteArrayOutputStream();
        frame.writeBytes(header(firstByte, 0x80, payload.length));
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % MASK.length]);
        }
        return frame.toByteArray();
    }

    /** The first bytes of a frame, up to the mask. */
    static byte[] header(int firstByte, int maskBit, long length) {
        ByteBuffer header = ByteBuffer.allocate(10).put((byte) firstByte);
        if (length <= 125) {
            header.put((byte) (maskBit | length));
        } else if (length <= 0xFFFF) {
            header.put((byte) (maskBit | 126)).putShort((short) length);
        } else {
            header.put((byte) (maskBit | 127)).putLong(length);
        }
        byte[] bytes = new byte[header.position()];
        header.flip().get(bytes);
        return bytes;
    }

    /** The next frame of the server; null when it has closed the connection. */
    @Nullable
    Frame read() throws IOException {
        try {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            if ((second & 0x80) != 0) {
                throw new AssertionError("a server's frame is not masked");
            }
            long length = switch (second) {
                case 126 -> in.readUnsignedShort();
                case 127 -> in.readLong();
                default -> second;
            };
            byte[] payload = new byte[Math.toIntExact(length)];
            in.readFully(payload);
            return new Frame(first, payload);
        } catch (EOFException e) {
            return null;
        } catch (SocketException e) {
            // A reset is an end as well.
            return null;
        }
    }

    /** Reads on until a frame of this kind; it is an error if the connection ends before. */
    Frame readUntil(int opcode) throws IOException {
        Frame frame = read();
        while (frame != null && frame.opcode() != opcode) {
            frame = read();
        }
        if (frame == null) {
            throw new AssertionError("the connection ended without frame " + opcode);
        }
        return frame;
    }

    /** Reads on until the server's close frame, and answers nothing. */
    int readCloseCode() throws IOException {
        return readUntil(CLOSE).closeCode();
    }

    /** Whether the server closes the TCP connection, whatever it sends before. */
    boolean readToEnd() throws IOException {
        Frame frame = read();
        while (frame != null) {
            frame = read();
        }
        return true;
    }

    /** Whether nothing more than the end of the connection comes. */
    boolean isAtEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Sends the end of what we say, and goes on reading. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
