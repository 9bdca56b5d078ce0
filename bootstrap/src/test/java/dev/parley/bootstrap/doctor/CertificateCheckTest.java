package dev.parley.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bootstrap.doctor.Finding.Level;
import dev.parley.bootstrap.tls.KeystoreFile;
import dev.parley.bootstrap.tls.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateCheckTest {

    @TempDir
    Path folder;

    @Test
    void a_certificate_is_judged_by_its_time() throws Exception {
        var made = TestCertificate.make(folder, "chat", "EC");
        var files = new KeystoreFile(made.keystore(), TestCertificate.PASSWORD);
        Instant end = made.certificate().getNotAfter().toInstant();
        Instant begin = made.certificate().getNotBefore().toInstant();

        assertThat(new CertificateCheck(files, end.minus(Duration.ofDays(15)))
                        .run()
                        .level())
                .isEqualTo(Level.OK);
        assertThat(new CertificateCheck(files, end.minus(Duration.ofDays(13)))
                        .run()
                        .level())
                .isEqualTo(Level.WARN);
        assertThat(new CertificateCheck(files, end).run().level()).isEqualTo(Level.FAIL);
        assertThat(new CertificateCheck(files, begin.minusSeconds(1)).run().level())
                .isEqualTo(Level.FAIL);
    }

    @Test
    void one_that_cant_be_used_is_named() {
        Finding found = new CertificateCheck(new KeystoreFile(folder.resolve("none.p12"), "pw"), Instant.EPOCH).run();

        assertThat(found.level()).isEqualTo(Level.FAIL);
        assertThat(found.text()).contains("none.p12", "no such file").doesNotContain("pw");
    }
}
