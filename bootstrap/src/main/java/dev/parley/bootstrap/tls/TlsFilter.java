package dev.parley.bootstrap.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLConnectionContext;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.grizzly.ssl.SSLUtils;

/**
 * Encrypts a listener's connections. A client that speaks plain HTTP is told so. Nobody negotiates twice: Grizzly would
 * hold one of its few threads until the client went on.
 */
final class TlsFilter extends SSLBaseFilter implements AddOn {

    private static final String HINT = "This port speaks HTTPS: the address begins with https://\n";
    private static final byte[] PLAIN = ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    + "Content-Length: " + HINT.length() + "\r\nConnection: close\r\n\r\n" + HINT)
            .getBytes(StandardCharsets.US_ASCII);

    TlsFilter(ServerCertificate certificate) {
        super(new Engines(certificate));
        setRenegotiationDisabled(true);
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder filters) {
        filters.add(filters.indexOfType(TransportFilter.class) + 1, this);
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        Buffer bytes = context.getMessage();
        SSLEngine engine = SSLUtils.getSSLEngine(context.getConnection());
        if (bytes.hasRemaining() && SSLUtils.isHandshaking(engine) && isLetter(bytes.get(bytes.position()))) {
            bytes.tryDispose();
            context.write(Buffers.wrap(context.getMemoryManager(), PLAIN));
            // Not at once, but when what was written is out.
            context.getConnection().closeSilently();
            return context.getStopAction();
        }
        return super.handleRead(context);
    }

    /** No TLS record begins with one, every HTTP method does. */
    private static boolean isLetter(byte first) {
        return first >= 'A' && first <= 'Z';
    }

    /** Never waits: what the client has to say first comes with a later read, and a new handshake never. */
    @Override
    protected Buffer doHandshakeSync(
            SSLConnectionContext connection, FilterChainContext context, Buffer input, long timeoutMillis)
            throws IOException {
        Buffer rest = doHandshakeStep(connection, context, input);
        if (SSLUtils.isHandshaking(connection.getSslEngine())) {
            throw new SSLException("a client may not negotiate again");
        }
        return rest;
    }

    /** Makes each connection's engine with the certificate of the moment. */
    private static final class Engines extends SSLEngineConfigurator {

        private final ServerCertificate certificate;

        Engines(ServerCertificate certificate) {
            this.certificate = certificate;
        }

        @Override
        public SSLEngine createSSLEngine(String peerHost, int peerPort) {
            return certificate.engine();
        }
    }
}
