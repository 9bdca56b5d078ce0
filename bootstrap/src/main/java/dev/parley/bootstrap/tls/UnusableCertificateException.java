package dev.parley.bootstrap.tls;

import java.nio.file.Path;

/** Certificate and key can't be used; the message says which file and why, and never shows a key or a password. */
public final class UnusableCertificateException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableCertificateException(Path file, String why) {
        super(text(file, why));
    }

    UnusableCertificateException(Path file, String why, Throwable cause) {
        super(text(file, why), cause);
    }

    private static String text(Path file, String why) {
        return file.toAbsolutePath().normalize() + ": " + why;
    }
}
