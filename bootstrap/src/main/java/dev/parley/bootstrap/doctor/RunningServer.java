package dev.parley.bootstrap.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The server that may be running on the configured address. Asks it without any token. Every call blocks a little. */
final class RunningServer {

    private static final Duration WITHIN = Duration.ofSeconds(3);
    private static final int LARGEST = 64 * 1_024;

    private final String host;
    private final int port;
    private final boolean tls;

    /** @param host where it listens; what stands for every address is asked on this machine */
    RunningServer(String host, int port, boolean tls) {
        this.host = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
        this.port = port;
        this.tls = tls;
    }

    /** What it answers to a GET; empty if nobody is there, or no HTTP server. */
    Optional<Answer> get(String path) {
        try (Socket socket = connected()) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            byte[] answer = socket.getInputStream().readNBytes(LARGEST);
            return Answer.parse(new String(answer, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Socket connected() throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), Math.toIntExact(WITHIN.toMillis()));
            plain.setSoTimeout(Math.toIntExact(WITHIN.toMillis()));
            return tls ? anyCertificate().createSocket(plain, host, port, true) : plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** It is asked on this machine, sent nothing secret, and its certificate is looked at elsewhere. */
    private static SSLSocketFactory anyCertificate() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    /**
     * An HTTP answer.
     *
     * @param status the code
     * @param body all of it
     */
    record Answer(int status, String body) {

        static Optional<Answer> parse(String text) {
            int head = text.indexOf("\r\n\r\n");
            return head < 0 || !text.matches("(?s)HTTP/1\\.[01] [0-9]{3}\\b.*")
                    ? Optional.empty()
                    : Optional.of(new Answer(Integer.parseInt(text, 9, 12, 10), text.substring(head + 4)));
        }
    }

    private static final class Anyone implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
