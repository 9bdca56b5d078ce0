package dev.parley.application.usecase.identity;

import static dev.parley.application.usecase.identity.Town.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.Authentication.Proof;
import dev.parley.application.port.in.ManageApiKeys;
import dev.parley.application.port.in.ManageApiKeys.CreateOutcome;
import dev.parley.application.port.in.ManageApiKeys.NewKey;
import dev.parley.application.port.in.ManageApiKeys.RevokeOutcome;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManageApiKeysTest {

    private static final Principal ADMIN =
            new Principal(TenantId.DEFAULT, new UserId("admin"), null, "en", Permission.of(Role.ADMIN));

    private final Town town = new Town();
    private final ManageApiKeys keys = town.people.manageApiKeys();
    private final KnownApiKeys known = town.people.apiKeys();

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void a_key_proves_its_service_account_with_its_scopes() {
        CreateOutcome.Created made = made("shop", Set.of("chat", "read_users"), null);

        Proof proof = known.verify(TenantId.DEFAULT, made.token()).orElseThrow();

        assertThat(proof.principal().user()).isEqualTo(new UserId("service-shop"));
        assertThat(proof.principal().tenant()).isEqualTo(TenantId.DEFAULT);
        assertThat(proof.principal().permissions()).containsExactlyInAnyOrder(Permission.CHAT, Permission.READ_USERS);
        assertThat(proof.validUntil()).isNull();
        assertThat(town.actions()).containsExactly(AuditAction.API_KEY_CREATED);
    }

    @Test
    void two_keys_of_a_service_account_are_one_user() {
        String first = made("shop", Set.of("chat"), null).token();
        String second = made("shop", Set.of("chat"), null).token();

        assertThat(known.verify(TenantId.DEFAULT, first).orElseThrow().principal())
                .isEqualTo(known.verify(TenantId.DEFAULT, second).orElseThrow().principal());
    }

    @Test
    void a_revoked_key_is_worth_nothing_and_what_it_proved_ends() {
        CreateOutcome.Created made = made("shop", Set.of("chat"), null);
        Proof proof = known.verify(TenantId.DEFAULT, made.token()).orElseThrow();
        assertThat(known.isRevoked(proof.login())).isFalse();

        assertThat(keys.revoke(ADMIN, made.key().id(), HOME)).isInstanceOf(RevokeOutcome.Revoked.class);

        assertThat(known.verify(TenantId.DEFAULT, made.token())).isEmpty();
        assertThat(known.isRevoked(proof.login())).isTrue();
        assertThat(keys.revoke(ADMIN, made.key().id(), HOME)).isInstanceOf(RevokeOutcome.Missing.class);
        assertThat(town.actions()).containsExactly(AuditAction.API_KEY_CREATED, AuditAction.API_KEY_REVOKED);
    }

    @Test
    void another_node_learns_of_a_key_and_of_its_end_by_looking() {
        CreateOutcome.Created made = made("shop", Set.of("chat"), null);
        KnownApiKeys elsewhere = elsewhere();
        assertThat(elsewhere.verify(TenantId.DEFAULT, made.token())).isEmpty();

        elsewhere.look();
        assertThat(elsewhere.verify(TenantId.DEFAULT, made.token())).isPresent();
        keys.revoke(ADMIN, made.key().id(), HOME);
        elsewhere.look();

        assertThat(elsewhere.verify(TenantId.DEFAULT, made.token())).isEmpty();
        later(Duration.ofHours(2));
        elsewhere.look();
        assertThat(elsewhere.verify(TenantId.DEFAULT, made.token())).isEmpty();
    }

    @Test
    void a_key_runs_out() {
        Instant end = town.now.get().plusSeconds(60);
        CreateOutcome.Created made = made("shop", Set.of("chat"), end);
        assertThat(known.verify(TenantId.DEFAULT, made.token()).orElseThrow().validUntil())
                .isEqualTo(end);

        later(Duration.ofSeconds(60));

        assertThat(known.verify(TenantId.DEFAULT, made.token())).isEmpty();
    }

    @Test
    void its_use_is_noted_and_a_use_after_its_end_is_written_down_once() {
        CreateOutcome.Created made = made("shop", Set.of("chat"), null);
        known.verify(TenantId.DEFAULT, made.token());
        known.tell();
        assertThat(town.apiKeys.of(TenantId.DEFAULT))
                .singleElement()
                .satisfies(key -> assertThat(key.usedAt()).isEqualTo(town.now.get()));
        keys.revoke(ADMIN, made.key().id(), HOME);

        for (int i = 0; i < 3; i++) {
            known.verify(TenantId.DEFAULT, made.token());
            known.tell();
        }

        assertThat(town.actions())
                .containsExactly(AuditAction.API_KEY_CREATED, AuditAction.API_KEY_REVOKED, AuditAction.API_KEY_REFUSED);
    }

    @Test
    void a_changed_key_opens_nothing() {
        String token = made("shop", Set.of("chat"), null).token();

        assertThat(known.verify(TenantId.DEFAULT, token + "1")).isEmpty();
        assertThat(known.verify(TenantId.DEFAULT, "parley_nothing")).isEmpty();
    }

    @Test
    void nobody_gives_more_than_they_may() {
        var few = new Principal(
                TenantId.DEFAULT,
                new UserId("some-admin"),
                null,
                "en",
                EnumSet.of(Permission.CHAT, Permission.MANAGE_API_KEYS));

        Refusal refusal = refused(keys.create(new NewKey(few, "shop", "n", Set.of("read_audit"), null, HOME)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refusal.field()).isEqualTo("scopes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Shop | a key | chat             | service_account",
                "''   | a key | chat             | service_account",
                "shop | ' '   | chat             | name",
                "shop | a key | manage_api_keys  | scopes",
                "shop | a key | own_account      | scopes",
                "shop | a key | everything       | scopes"
            })
    void bad_input_names_the_field(String account, String name, String scope, String field) {
        Refusal refusal = refused(keys.create(new NewKey(ADMIN, account, name, Set.of(scope), null, HOME)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(town.apiKeys.of(TenantId.DEFAULT)).isEmpty();
    }

    @Test
    void an_end_must_be_ahead_and_near_enough_and_a_scope_must_be_named() {
        Instant now = town.now.get();

        assertThat(refused(create(Set.of("chat"), now)).field()).isEqualTo("expires_at");
        assertThat(refused(create(Set.of("chat"), now.plus(Duration.ofDays(4_000))))
                        .field())
                .isEqualTo("expires_at");
        assertThat(refused(create(Set.of(), null)).field()).isEqualTo("scopes");
    }

    @Test
    void there_may_be_two_hundred() {
        for (int i = 0; i < 200; i++) {
            made("shop", Set.of("chat"), null);
        }

        assertThat(refused(create(Set.of("chat"), null)).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    private KnownApiKeys elsewhere() {
        return new KnownApiKeys(town.ports);
    }

    private void later(Duration time) {
        town.now.updateAndGet(now -> now.plus(time));
    }

    private CreateOutcome.Created made(String account, Set<String> scopes, @Nullable Instant end) {
        return (CreateOutcome.Created) keys.create(new NewKey(ADMIN, account, "a key", scopes, end, HOME));
    }

    private CreateOutcome create(Set<String> scopes, @Nullable Instant end) {
        return keys.create(new NewKey(ADMIN, "shop", "a key", scopes, end, HOME));
    }

    private static Refusal refused(CreateOutcome outcome) {
        return ((CreateOutcome.Refused) outcome).refusal();
    }
}
