package dev.parley.bootstrap.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What some files held at one time.
 *
 * @param bytes of each file
 */
record FileContents(List<byte[]> bytes) {

    /** Far more than any chain. */
    private static final long LARGEST = 1 << 20;

    static FileContents of(CertificateFiles files) throws UnusableCertificateException {
        var all = new ArrayList<byte[]>();
        for (Path path : files.paths()) {
            all.add(bytes(path));
        }
        return new FileContents(all);
    }

    private static byte[] bytes(Path path) throws UnusableCertificateException {
        try {
            if (Files.size(path) > LARGEST) {
                throw new UnusableCertificateException(path, "is larger than any certificate");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new UnusableCertificateException(path, "there is no such file", e);
        } catch (IOException e) {
            throw new UnusableCertificateException(path, "can't be read: " + e, e);
        }
    }

    /** Equal for equal contents, and nothing can be read out of it. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] one : bytes) {
                digest.update(MessageDigest.getInstance("SHA-256").digest(one));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "FileContents";
    }
}
