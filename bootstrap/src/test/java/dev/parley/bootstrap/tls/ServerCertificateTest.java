package dev.parley.bootstrap.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ServerCertificateTest {

    @TempDir
    static Path made;

    static TestCertificate first;
    static TestCertificate second;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() throws Exception {
        first = TestCertificate.make(made, "first", "EC");
        second = TestCertificate.make(made, "second", "RSA");
    }

    @Test
    void pem_files_of_both_kinds_of_keys_are_read() throws Exception {
        assertThat(shown(pem(first))).isEqualTo(first.certificate());
        assertThat(shown(pem(second))).isEqualTo(second.certificate());
    }

    @Test
    void a_key_store_is_read() throws Exception {
        var files = new KeystoreFile(second.keystore(), TestCertificate.PASSWORD);

        assertThat(shown(files)).isEqualTo(second.certificate());
        assertThat(files.toString()).doesNotContain(TestCertificate.PASSWORD);
    }

    @Test
    void a_key_store_with_another_password_is_named() {
        assertThatThrownBy(() -> ServerCertificate.open(new KeystoreFile(first.keystore(), "guess")))
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessageContaining("first.p12")
                .hasMessageNotContaining("guess");
    }

    @Test
    void a_missing_file_is_named() throws Exception {
        PemFiles files = pem(first);
        Files.delete(files.key());

        assertThatThrownBy(() -> ServerCertificate.open(files)).hasMessageContainingAll("key.pem", "no such file");
    }

    @Test
    void a_key_of_another_certificate_is_named() throws Exception {
        PemFiles files = pem(first);
        var other = TestCertificate.make(folder, "third", "EC");
        other.writeTo(folder.resolve("unused.pem"), files.key());

        assertThatThrownBy(() -> ServerCertificate.open(files))
                .hasMessageContainingAll("key.pem", "not the key of the certificate");
    }

    @Test
    void a_key_of_another_kind_is_named() throws Exception {
        PemFiles files = pem(first);
        second.writeTo(folder.resolve("unused.pem"), files.key());

        assertThatThrownBy(() -> ServerCertificate.open(files)).hasMessageContainingAll("key.pem", "EC");
    }

    @Test
    void a_key_in_an_older_form_is_named_with_what_to_do() throws Exception {
        PemFiles files = pem(first);
        Files.writeString(files.key(), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");

        assertThatThrownBy(() -> ServerCertificate.open(files))
                .hasMessageContainingAll("key.pem", "PKCS#8", "is RSA", "openssl pkcs8");
    }

    @Test
    void what_is_no_certificate_is_named() throws Exception {
        PemFiles files = pem(first);
        Files.writeString(files.certificate(), "");

        assertThatThrownBy(() -> ServerCertificate.open(files)).hasMessageContainingAll("certificate.pem", "PEM");
    }

    @Test
    void a_new_certificate_is_taken_when_both_files_fit() throws Exception {
        PemFiles files = pem(first);
        try (var shown = ServerCertificate.open(files)) {
            second.writeTo(files.certificate(), folder.resolve("later.pem"));
            shown.look();
            assertThat(shown.shown()).isEqualTo(first.certificate());

            Files.move(folder.resolve("later.pem"), files.key(), StandardCopyOption.REPLACE_EXISTING);
            shown.look();
            assertThat(shown.shown()).isEqualTo(second.certificate());
        }
    }

    @Test
    void a_broken_new_file_changes_nothing_and_is_told_once() throws Exception {
        PemFiles files = pem(first);
        var log = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(ServerCertificate.class);
        log.start();
        try (var shown = ServerCertificate.open(files)) {
            logger.addAppender(log);
            Files.writeString(files.key(), "nonsense");
            shown.look();
            shown.look();
            Files.delete(files.key());
            shown.look();
            shown.look();

            assertThat(shown.shown()).isEqualTo(first.certificate());
            assertThat(warnings(log)).hasSize(2);
            assertThat(warnings(log).getFirst()).contains("The old certificate stays", "key.pem", "no private key");
            assertThat(warnings(log).getLast()).contains("no such file");
        } finally {
            logger.detachAppender(log);
        }
    }

    private static X509Certificate shown(CertificateFiles files) throws UnusableCertificateException {
        try (var certificate = ServerCertificate.open(files)) {
            return certificate.shown();
        }
    }

    private static List<String> warnings(ListAppender<ILoggingEvent> log) {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private PemFiles pem(TestCertificate certificate) throws Exception {
        return certificate.writeTo(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    }
}
