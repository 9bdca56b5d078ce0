package dev.parley.bootstrap.doctor;

import dev.parley.bootstrap.tls.CertificateFiles;
import dev.parley.bootstrap.tls.ServerCertificate;
import dev.parley.bootstrap.tls.UnusableCertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** Whether the certificate can be used, and for how long. */
final class CertificateCheck {

    private static final String SUBJECT = "certificate";
    private static final Duration SOON = Duration.ofDays(14);

    private final CertificateFiles files;
    private final Instant now;

    CertificateCheck(CertificateFiles files, Instant now) {
        this.files = files;
        this.now = now;
    }

    Finding run() {
        try (var certificate = ServerCertificate.open(files)) {
            return judged(certificate.shown());
        } catch (UnusableCertificateException e) {
            return Finding.fail(SUBJECT, String.valueOf(e.getMessage()));
        }
    }

    private Finding judged(X509Certificate certificate) {
        Instant until = certificate.getNotAfter().toInstant();
        String text = certificate.getSubjectX500Principal().getName() + ", valid until " + until;
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            return Finding.fail(SUBJECT, text + ", but not yet; look at the clock");
        }
        if (!until.isAfter(now)) {
            return Finding.fail(SUBJECT, text + ": it has expired; get a new one");
        }
        return until.isBefore(now.plus(SOON))
                ? Finding.warn(SUBJECT, text + "; get a new one soon")
                : Finding.ok(SUBJECT, text);
    }
}
