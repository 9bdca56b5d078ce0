package dev.parley.bootstrap.tls;

import java.nio.file.Path;
import java.util.List;

/** The files that hold the server's certificate, its chain and its key. */
public sealed interface CertificateFiles permits KeystoreFile, PemFiles {

    /** Which files. */
    List<Path> paths();

    /**
     * Makes a key of what is in them. Opens nothing.
     *
     * @param contents what was read, in the order of {@link #paths()}
     */
    ServerKey parse(List<byte[]> contents) throws UnusableCertificateException;
}
