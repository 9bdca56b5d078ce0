package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.second;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.application.port.out.ApiKeyStore;
import dev.parley.application.port.out.ApiKeyStore.ApiKey;
import dev.parley.application.port.out.ApiKeyStore.Known;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link ApiKeyStore} passes this suite. A key is created in second 10. */
public abstract class ApiKeyStoreContract extends StoreContract {

    private static final UserId SHOP = new UserId("service-shop");
    private static final Instant CREATED = second(10);
    private static final Instant RUNS_OUT = second(100);

    static List<Named<String>> names() {
        return AwkwardTexts.onOneLine(ApiKey.LONGEST_NAME);
    }

    @ParameterizedTest
    @MethodSource("names")
    void g1_a_created_key_is_listed_with_every_field_unchanged(String name) {
        ApiKey key = new ApiKey(
                ACME, id(1), SHOP, name, Set.of("chat", "read_users"), ADA, CREATED, RUNS_OUT, null, second(11));

        apiKeys.create(key, secret(1));

        assertThat(apiKeys.of(ACME)).containsExactly(key);
    }

    @Test
    void g1_a_key_need_not_run_out() {
        ApiKey key = keyed(1);

        assertThat(apiKeys.of(ACME)).containsExactly(key);
        assertThat(key.expiresAt()).isNull();
    }

    @Test
    void g1_the_newest_is_first_and_no_other_tenant_sees_any() {
        ApiKey first = keyed(1);
        ApiKey second = keyed(2);
        ApiKey foreign = keyed(3, GLOBEX, null);

        assertThat(apiKeys.of(ACME)).containsExactly(second, first);
        assertThat(apiKeys.of(GLOBEX)).containsExactly(foreign);
    }

    @Test
    void g1_the_most_scopes_and_the_longest_are_kept() {
        Set<String> scopes = Set.copyOf(IntStream.range(0, 20)
                .mapToObj(number -> "s".repeat(38) + (char) ('a' + number) + "_")
                .toList());
        ApiKey key = new ApiKey(ACME, id(1), SHOP, "n", scopes, ADA, CREATED, null, null, null);

        apiKeys.create(key, secret(1));

        assertThat(apiKeys.of(ACME)).containsExactly(key);
    }

    @Test
    void g2_a_revoked_key_is_listed_no_more() {
        keyed(1);
        ApiKey other = keyed(2);

        assertThat(apiKeys.revoke(ACME, id(1), second(20)))
                .hasValueSatisfying(key -> assertThat(key.revokedAt()).isEqualTo(second(20)));

        assertThat(apiKeys.of(ACME)).containsExactly(other);
        assertThat(apiKeys.revoke(ACME, id(1), second(21))).isEmpty();
    }

    @Test
    void g2_another_tenant_revokes_nothing() {
        ApiKey key = keyed(1);

        assertThat(apiKeys.revoke(GLOBEX, id(1), second(20))).isEmpty();

        assertThat(apiKeys.of(ACME)).containsExactly(key);
    }

    @Test
    void g2_of_many_who_revoke_one_does() throws Exception {
        keyed(1);

        List<Boolean> revoked = Race.of(
                16, number -> apiKeys.revoke(ACME, id(1), second(20 + number)).isPresent());

        assertThat(revoked.stream().filter(done -> done)).hasSize(1);
    }

    @Test
    void g3_what_changed_is_named_with_its_digest() {
        keyed(1);
        keyed(2, GLOBEX, RUNS_OUT);

        assertThat(apiKeys.changedSince(CREATED))
                .extracting(known -> known.key().id(), Known::secret)
                .containsExactlyInAnyOrder(tuple(id(1), secret(1)), tuple(id(2), secret(2)));
        assertThat(apiKeys.changedSince(CREATED.plusMillis(1))).isEmpty();
    }

    @Test
    void g3_a_revoked_key_is_named_as_revoked() {
        keyed(1);
        apiKeys.revoke(ACME, id(1), second(20));

        assertThat(apiKeys.changedSince(second(20)))
                .singleElement()
                .satisfies(known -> assertThat(known.key().revokedAt()).isEqualTo(second(20)));
        assertThat(apiKeys.changedSince(second(20).plusMillis(1))).isEmpty();
    }

    @Test
    void g4_the_last_use_only_moves_forward() {
        keyed(1);

        apiKeys.used(ACME, id(1), second(30));
        apiKeys.used(ACME, id(1), second(20));
        apiKeys.used(GLOBEX, id(1), second(40));
        apiKeys.used(ACME, id(2), second(40));

        assertThat(apiKeys.of(ACME))
                .singleElement()
                .satisfies(key -> assertThat(key.usedAt()).isEqualTo(second(30)));
        assertThat(apiKeys.changedSince(second(11))).isEmpty();
    }

    @Test
    void g5_purging_removes_what_is_over_and_nothing_else() {
        keyed(1);
        keyed(2, ACME, RUNS_OUT);
        keyed(3);
        apiKeys.revoke(ACME, id(3), second(50));

        assertThat(apiKeys.purge(second(50), 10)).isZero();
        assertThat(apiKeys.purge(second(51), 10)).isEqualTo(1);
        assertThat(apiKeys.purge(RUNS_OUT, 10)).isZero();
        assertThat(apiKeys.purge(RUNS_OUT.plusMillis(1), 10)).isEqualTo(1);
        assertThat(apiKeys.changedSince(CREATED))
                .extracting(known -> known.key().id())
                .containsExactly(id(1));
    }

    @Test
    void g5_purging_goes_step_by_step() {
        IntStream.range(0, 5).forEach(number -> keyed(number, ACME, RUNS_OUT));

        assertThat(apiKeys.purge(second(200), 2)).isEqualTo(2);
        assertThat(apiKeys.purge(second(200), 2)).isEqualTo(2);
        assertThat(apiKeys.purge(second(200), 2)).isEqualTo(1);
    }

    @Test
    void g6_a_lost_backend_is_reported_and_forgets_nothing() {
        ApiKey key = keyed(1);

        backend.cutConnection();

        assertLost(() -> apiKeys.of(ACME));
        assertLost(() -> keyed(2));
        assertLost(() -> apiKeys.revoke(ACME, id(1), second(20)));
        assertLost(() -> apiKeys.changedSince(CREATED));
        assertLost(() -> apiKeys.used(ACME, id(1), second(20)));
        assertLost(() -> apiKeys.purge(second(20), 1));
        use(backend.reconnect());
        assertThat(apiKeys.of(ACME)).containsExactly(key);
    }

    private ApiKey keyed(int number) {
        return keyed(number, ACME, null);
    }

    private ApiKey keyed(int number, TenantId tenant, @Nullable Instant expiresAt) {
        ApiKey key = new ApiKey(
                tenant, id(number), SHOP, "key " + number, Set.of("chat"), ADA, CREATED, expiresAt, null, null);
        apiKeys.create(key, secret(number));
        return key;
    }

    private static ApiKeyId id(int number) {
        return new ApiKeyId(UUID.nameUUIDFromBytes(("key " + number).getBytes(UTF_8)));
    }

    private static SecretDigest secret(int number) {
        return new SecretDigest("%064x".formatted(number));
    }
}
