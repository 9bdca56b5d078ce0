package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Samples.aKey;
import static dev.parley.adapter.redis.Samples.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.adapter.redis.RedisAdapter.Concern;
import dev.parley.adapter.redis.RedisAdapter.Examination;
import dev.parley.adapter.redis.RedisConfig.Login;
import dev.parley.adapter.redis.RedisConfig.Tls;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.canary.Canaries;
import dev.parley.domain.text.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that lets in whom it knows, and connections nobody else reads. */
class EntranceTest {

    private static final Secret PASSWORD = Canaries.secret("a-password-that-nobody-may-log");
    private static final Login CHAT = new Login("chat", PASSWORD);

    /** The rights docs/operations.md tells people to give. */
    static final String RIGHTS =
            "~parley:* resetchannels &parley:* -@all +@connection +@read +@write +@pubsub +@scripting +info +time";

    @TempDir
    static Path folder;

    private static TestRedis redis;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.started(List.of(
                "user default on >" + PASSWORD.value() + " ~* &* +@all",
                "user chat on >" + PASSWORD.value() + " " + RIGHTS));
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    private static RedisConfig at(int port, Login login) {
        return RedisConfig.of("redis://127.0.0.1:" + port)
                .withLimits(Duration.ofSeconds(10), 4)
                .withLogin(login);
    }

    private static void assertThatTheyMeet(RedisConfig config) throws InterruptedException {
        SessionKey key = aKey();
        try (TestNode one = TestNode.of(config);
                TestNode other = TestNode.of(config)) {
            Wait.untilConnected(one, other);
            other.listen(key);
            one.announce(renamed(key, 1));

            assertThat(other.next()).isEqualTo(renamed(key, 1));
            assertThat(one.asker().answers()).isTrue();
        }
    }

    private static String silence(RedisConfig config) {
        Examination examination = RedisAdapter.examine(config);
        assertThat(examination).isInstanceOf(Examination.Silent.class);
        String reason = ((Examination.Silent) examination).reason();
        assertThat(reason).doesNotContain(PASSWORD.value());
        return reason;
    }

    @Test
    void a_user_with_no_more_rights_than_needed_is_enough() throws Exception {
        assertThatTheyMeet(at(redis.port(), CHAT));
    }

    @Test
    void a_user_who_may_not_see_settings_is_told_so() {
        assertThat(RedisAdapter.examine(at(redis.port(), CHAT)))
                .isInstanceOfSatisfying(
                        Examination.Answers.class,
                        answers -> assertThat(answers.concerns())
                                .extracting(Concern::text)
                                .singleElement()
                                .asString()
                                .contains("does not show its settings", "NOPERM"));
    }

    @Test
    void a_wrong_password_is_told_and_not_shown() {
        assertThat(silence(at(redis.port(), new Login("chat", Canaries.secret(PASSWORD.value() + "?")))))
                .contains("WRONGPASS");
        assertThat(silence(at(redis.port(), new Login(null, Canaries.secret(PASSWORD.value() + "?")))))
                .contains("WRONGPASS");
    }

    @Test
    void a_missing_password_is_told() {
        assertThat(silence(RedisConfig.of("redis://127.0.0.1:" + redis.port()).withLimits(Duration.ofSeconds(10), 1)))
                .contains("NOAUTH");
    }

    @Test
    void a_node_that_is_not_let_in_says_it_is_not_well() {
        try (var adapter = RedisAdapter.open(at(redis.port(), new Login("stranger", PASSWORD)))) {
            assertThat(adapter.answers()).isFalse();
        }
    }

    @Test
    void a_certificate_of_a_known_authority_is_taken() throws Exception {
        try (TlsProxy proxy = TlsProxy.to(folder, "ip:127.0.0.1", redis.port())) {
            Tls tls = Tls.trusting(proxy.authority(folder.resolve("known.pem")));

            assertThatTheyMeet(at(proxy.port(), CHAT).withTls(tls));
        }
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_refused() throws Exception {
        try (TlsProxy proxy = TlsProxy.to(folder, "ip:127.0.0.1", redis.port());
                TlsProxy other = TlsProxy.to(folder, "ip:127.0.0.1", redis.port())) {
            Tls ofTheOther = Tls.trusting(other.authority(folder.resolve("other.pem")));

            assertThat(silence(at(proxy.port(), CHAT).withTls(Tls.STANDARD))).contains("certification path");
            assertThat(silence(at(proxy.port(), CHAT).withTls(ofTheOther))).contains("signature check failed");
        }
    }

    @Test
    void a_certificate_of_another_name_is_refused() throws Exception {
        try (TlsProxy proxy = TlsProxy.to(folder, "dns:elsewhere.example", redis.port())) {
            Tls tls = Tls.trusting(proxy.authority(folder.resolve("elsewhere.pem")));

            assertThat(silence(at(proxy.port(), CHAT).withTls(tls))).contains("127.0.0.1", "subject alternative");
        }
    }

    @Test
    void a_server_without_tls_is_not_spoken_to_in_the_clear() {
        RedisConfig impatient = at(redis.port(), CHAT).withLimits(Duration.ofMillis(200), 1);

        assertThat(silence(impatient.withTls(Tls.STANDARD))).isNotEmpty();
    }
}
