package dev.parley.bootstrap.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that opens a WebSocket and then does only what it is told to. Used by one thread. */
final class SilentServer implements AutoCloseable {

    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    SilentServer() throws IOException {}

    URI address() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/");
    }

    /** Takes the next connection. Blocks until it is open. */
    Socket accept() throws IOException {
        Socket socket = listening.accept();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        Matcher key = KEY.matcher(head);
        if (!key.find()) {
            throw new IOException("no WebSocket's request: " + head);
        }
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accepting(key.group(1)) + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String accepting(String key) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(digest.digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    /** The first byte of the next frame, which is an empty one of a client. Blocks until it is here. */
    static int nextEmptyFrame(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int kind = in.read();
        in.readNBytes(1 + 4); // no length, and a mask
        return kind;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
