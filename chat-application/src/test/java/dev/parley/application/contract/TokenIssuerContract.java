package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link TokenIssuer} keeps to. */
public abstract class TokenIssuerContract {

    private static final TenantId TENANT = new TenantId("acme");
    private static final LoginId LOGIN = new LoginId(UUID.fromString("0190a7e2-1111-7000-8000-000000000001"));

    /** The issuer under test. */
    protected abstract TokenIssuer issuer();

    /** One that is not it. */
    protected abstract TokenIssuer stranger();

    /** What an access token proves to whoever is called with it. */
    protected abstract Optional<Authentication.Proof> proved(String accessToken);

    /** Makes it another time. */
    protected abstract void setTime(Instant time);

    private static Account account(@Nullable String name, Role role) {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        return new Account(
                TENANT,
                new UserId("0190a7e2-2222-7000-8000-000000000002"),
                new Username("Ada"),
                new EmailAddress("ada@example.com"),
                name,
                "zh-Hant-TW",
                role,
                null,
                then,
                then);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void g1_an_access_token_proves_whose_it_is(Role role) {
        Account ada = account("Ada 🥣 \"Lovelace\"", role);

        var proof = proved(issuer().access(ada, LOGIN).token()).orElseThrow();

        assertThat(proof.login()).isEqualTo(LOGIN);
        assertThat(proof.principal().tenant()).isEqualTo(TENANT);
        assertThat(proof.principal().user()).isEqualTo(ada.id());
        assertThat(proof.principal().name()).isEqualTo(ada.name());
        assertThat(proof.principal().locale()).isEqualTo("zh-Hant-TW");
        assertThat(proof.principal().permissions()).isEqualTo(Permission.of(role));
    }

    @Test
    void g1_an_access_token_of_somebody_without_a_name_has_none() {
        var token = issuer().access(account(null, Role.USER), LOGIN).token();

        assertThat(proved(token).orElseThrow().principal().name()).isNull();
    }

    @Test
    void g1_an_access_token_runs_out() {
        TokenIssuer.Access access = issuer().access(account("Ada", Role.USER), LOGIN);
        assertThat(proved(access.token()).orElseThrow().validUntil()).isEqualTo(access.expiresAt());

        setTime(access.expiresAt().minusMillis(1));
        assertThat(proved(access.token())).isPresent();
        setTime(access.expiresAt());
        assertThat(proved(access.token())).isEmpty();
    }

    @Test
    void g2_a_refresh_token_is_read_back() {
        TokenIssuer.Refresh refresh = issuer().refresh(TENANT, LOGIN);

        assertThat(issuer().read(refresh.token())).hasValue(refresh);
        assertThat(refresh.tenant()).isEqualTo(TENANT);
        assertThat(refresh.login()).isEqualTo(LOGIN);
    }

    @Test
    void g3_no_two_refresh_tokens_are_the_same() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            TokenIssuer.Refresh refresh = issuer().refresh(TENANT, LOGIN);
            seen.add(refresh.token());
            seen.add(refresh.digest().value());
        }

        assertThat(seen).hasSize(2_000);
    }

    @Test
    void g3_a_successor_is_the_same_each_time_and_no_other_token() {
        Set<String> seen = new HashSet<>();
        TokenIssuer.Refresh token = issuer().refresh(TENANT, LOGIN);
        for (int i = 0; i < 100; i++) {
            TokenIssuer.Refresh next = issuer().successor(token);
            assertThat(issuer().successor(token)).isEqualTo(next);
            assertThat(issuer().read(next.token())).hasValue(next);
            assertThat(next.tenant()).isEqualTo(TENANT);
            assertThat(next.login()).isEqualTo(LOGIN);
            seen.add(token.token());
            token = next;
        }

        assertThat(seen).hasSize(100);
        assertThat(stranger().successor(token).digest())
                .isNotEqualTo(issuer().successor(token).digest());
        assertThat(issuer().successor(issuer().refresh(TENANT, LOGIN)).digest())
                .isNotEqualTo(issuer().successor(token).digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v1..", "v1.e30.e30", "a.b.c", "\u0000"})
    void g4_what_is_no_token_is_not_read(String text) {
        assertThat(issuer().read(text)).isEmpty();
        assertThat(proved(text)).isEmpty();
    }

    @Test
    void g4_a_changed_token_is_not_read() {
        String refresh = issuer().refresh(TENANT, LOGIN).token();
        String access = issuer().access(account("Ada", Role.USER), LOGIN).token();

        // The last character of a signature may hold bits that do not count.
        for (int i = 0; i < refresh.length() - 1; i++) {
            assertThat(issuer().read(changed(refresh, i)))
                    .as("changed at %s", i)
                    .isEmpty();
        }
        for (int i = 0; i < access.length() - 1; i++) {
            assertThat(proved(changed(access, i))).as("changed at %s", i).isEmpty();
        }
    }

    @Test
    void g6_a_reset_is_read_back_and_tells_passwords_apart() {
        UserId user = new UserId("somebody");
        PasswordHash password = new PasswordHash("the hash of a password");
        Instant end = Instant.parse("2026-01-01T00:00:00.123Z");

        TokenIssuer.Reset reset = issuer().reset(TENANT, user, password, end);

        assertThat(issuer().readReset(reset.token())).hasValue(reset);
        assertThat(reset.expiresAt()).isEqualTo(end);
        assertThat(reset.password()).isEqualTo(issuer().digest(password));
        assertThat(reset.password()).isNotEqualTo(issuer().digest(new PasswordHash("the hash of another")));
        assertThat(reset.token()).doesNotContain(password.value());
        assertThat(stranger().readReset(reset.token())).isEmpty();
        assertThat(issuer().read(reset.token())).isEmpty();
        assertThat(issuer().readReset(issuer().refresh(TENANT, LOGIN).token())).isEmpty();
        for (int i = 0; i < reset.token().length() - 1; i++) {
            assertThat(issuer().readReset(changed(reset.token(), i))).isEmpty();
        }
    }

    @Test
    void g4_a_strangers_token_is_not_read() {
        assertThat(issuer().read(stranger().refresh(TENANT, LOGIN).token())).isEmpty();
        assertThat(proved(stranger().access(account("Ada", Role.ADMIN), LOGIN).token()))
                .isEmpty();
    }

    @Test
    void g4_one_token_is_not_the_other() {
        String refresh = issuer().refresh(TENANT, LOGIN).token();
        String access = issuer().access(account("Ada", Role.USER), LOGIN).token();

        assertThat(proved(refresh)).isEmpty();
        assertThat(issuer().read(access)).isEmpty();
    }

    @Test
    void g5_a_key_is_read_back_and_looks_like_one() {
        ApiKeyId id = new ApiKeyId(LOGIN.value());

        TokenIssuer.Key key = issuer().key(id);

        assertThat(key.token()).startsWith("parley_").matches("[A-Za-z0-9_-]+");
        assertThat(key.id()).isEqualTo(id);
        assertThat(issuer().readKey(key.token())).hasValue(key);
        assertThat(issuer().key(id).digest()).isNotEqualTo(key.digest());
        assertThat(key.toString()).doesNotContain(key.token());
    }

    @Test
    void g5_a_changed_key_is_not_read_or_has_another_digest() {
        TokenIssuer.Key key = issuer().key(new ApiKeyId(LOGIN.value()));

        for (int i = 0; i < key.token().length(); i++) {
            assertThat(issuer().readKey(changed(key.token(), i)).map(TokenIssuer.Key::digest))
                    .as("changed at %s", i)
                    .isNotEqualTo(Optional.of(key.digest()));
        }
        assertThat(stranger().readKey(key.token()).map(TokenIssuer.Key::digest))
                .isNotEqualTo(Optional.of(key.digest()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "parley_", "parley__", "parley_0_0", "v1.e30.e30"})
    void g5_what_is_no_key_is_not_read(String text) {
        assertThat(issuer().readKey(text)).isEmpty();
    }

    private static String changed(String token, int place) {
        char other = token.charAt(place) == 'A' ? 'B' : 'A';
        return token.substring(0, place) + other + token.substring(place + 1);
    }
}
