package dev.parley.bootstrap.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate new connections are shown: the one in its files, as long as that can be used. Thread-safe.
 *
 * <p>A new certificate comes with a new context, and so nobody resumes what was agreed under the old one.
 */
public final class ServerCertificate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

    private final CertificateFiles files;
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificate-watch").factory());
    private volatile Shown shown;
    private String seen;
    private String complaint = "";
    private volatile Runnable changed = () -> {};

    private ServerCertificate(CertificateFiles files, FileContents contents) throws UnusableCertificateException {
        this.files = files;
        this.seen = contents.digest();
        this.shown = Shown.of(files, contents);
    }

    private record Shown(ServerKey key, ServerContext context) {

        static Shown of(CertificateFiles files, FileContents contents) throws UnusableCertificateException {
            ServerKey key = files.parse(contents.bytes());
            try {
                return new Shown(key, new ServerContext(key));
            } catch (GeneralSecurityException | IOException e) {
                throw new UnusableCertificateException(
                        files.paths().getFirst(), "the chain can't be used: " + e.getMessage(), e);
            }
        }

        String described() {
            X509Certificate certificate = key.certificate();
            return "the certificate of " + certificate.getSubjectX500Principal().getName() + ", valid until "
                    + certificate.getNotAfter().toInstant();
        }
    }

    /**
     * Reads the files for the first time. Blocks for that.
     *
     * @throws UnusableCertificateException if there is nothing to begin with
     */
    public static ServerCertificate open(CertificateFiles files) throws UnusableCertificateException {
        var opened = new ServerCertificate(files, FileContents.of(files));
        LOG.info("TLS with {}", opened.shown.described());
        return opened;
    }

    /** Looks at the files again and again, until this is closed. */
    public void watch(Duration every) {
        var unused =
                watching.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Says whom to tell when another certificate is shown: called by the thread that looks.
     *
     * @param listener may fail; then it is called when the next one comes
     */
    public void whenChanged(Runnable listener) {
        changed = listener;
    }

    /** Encrypts everything on a listener that has not started yet. */
    public void protect(NetworkListener listener) {
        listener.registerAddOn(new TlsFilter(this));
    }

    /** The one that is shown now. */
    public X509Certificate shown() {
        return shown.key().certificate();
    }

    /**
     * Takes what the files hold if that has changed and can be used; else tells once what is wrong with it. Blocks for
     * reading them; called by one thread at a time.
     */
    public void look() {
        try {
            FileContents contents = FileContents.of(files);
            if (!contents.digest().equals(seen)) {
                seen = contents.digest();
                shown = Shown.of(files, contents);
                complaint = "";
                LOG.info("New connections are shown {}", shown.described());
                changed.run();
            }
        } catch (UnusableCertificateException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Or the watching would end with it.
            complain(e.toString());
        }
    }

    private void complain(String about) {
        if (!about.equals(complaint)) {
            complaint = about;
            LOG.warn("The old certificate stays, the new one can't be used: {}", about);
        }
    }

    SSLEngine engine() {
        return shown.context().engine();
    }

    /** Stops looking at the files; what is shown stays. */
    @Override
    public void close() {
        watching.shutdownNow();
    }
}
