package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.GRACE;
import static dev.parley.application.contract.Sample.second;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.LoginStore.Login;
import dev.parley.application.port.out.LoginStore.Revocation;
import dev.parley.application.port.out.LoginStore.Rotation;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link LoginStore} passes this suite. A login begins in second 10 and runs out in second 100. */
public abstract class LoginStoreContract extends StoreContract {

    private static final Instant BEGUN = second(10);
    private static final Instant NOW = second(20);
    private static final Instant RUNS_OUT = second(100);
    private static final Instant LATER = second(200);
    private static final SecretDigest FIRST = secret(1);
    private static final SecretDigest SECOND = secret(2);
    private static final SecretDigest THIRD = secret(3);

    static List<Named<String>> devices() {
        return AwkwardTexts.onOneLine(Login.LONGEST_DEVICE);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void g1_a_begun_login_is_listed_with_every_field_unchanged(String device) {
        Login login = new Login(ACME, id(1), ADA, device, "2001:db8::1", BEGUN, second(11), RUNS_OUT);

        logins.begin(login, FIRST);

        assertThat(logins.of(ACME, ADA, NOW)).containsExactly(login);
    }

    @Test
    void g1_nothing_need_be_known_of_a_device() {
        Login login = new Login(ACME, id(1), ADA, null, null, BEGUN, BEGUN, RUNS_OUT);

        logins.begin(login, FIRST);

        assertThat(logins.of(ACME, ADA, NOW)).containsExactly(login);
    }

    @Test
    void g1_the_longest_texts_are_kept() {
        Login login = new Login(ACME, id(1), ADA, "d".repeat(200), "a".repeat(64), BEGUN, BEGUN, RUNS_OUT);

        logins.begin(login, FIRST);

        assertThat(logins.of(ACME, ADA, NOW)).containsExactly(login);
    }

    @Test
    void g1_no_other_user_or_tenant_sees_it() {
        begun(1);

        assertThat(logins.of(ACME, GRACE, NOW)).isEmpty();
        assertThat(logins.of(GLOBEX, ADA, NOW)).isEmpty();
    }

    @Test
    void g1_a_login_that_has_run_out_is_not_listed() {
        Login login = begun(1);

        assertThat(logins.of(ACME, ADA, RUNS_OUT.minusMillis(1))).containsExactly(login);
        assertThat(logins.of(ACME, ADA, RUNS_OUT)).isEmpty();
    }

    @Test
    void g1_the_last_used_are_listed_first_at_most_a_hundred() {
        List<Login> begun = IntStream.range(0, 105)
                .mapToObj(number ->
                        new Login(ACME, id(number), ADA, null, null, BEGUN, BEGUN.plusMillis(number), RUNS_OUT))
                .toList();
        begun.forEach(login -> logins.begin(login, FIRST));

        assertThat(logins.of(ACME, ADA, NOW))
                .containsExactlyElementsOf(begun.reversed().subList(0, 100));
    }

    @Test
    void g2_the_last_secret_is_exchanged() {
        Login login = begun(1);

        Rotation rotation = rotate(1, FIRST, SECOND, NOW);

        Login used = new Login(ACME, id(1), ADA, login.device(), login.address(), BEGUN, NOW, LATER);
        assertThat(rotation).isEqualTo(new Rotation.Rotated(used));
        assertThat(logins.of(ACME, ADA, RUNS_OUT)).containsExactly(used);
        assertThat(rotate(1, SECOND, THIRD, NOW)).isInstanceOf(Rotation.Rotated.class);
    }

    @Test
    void g2_a_login_that_has_run_out_is_not_rotated() {
        begun(1);
        begun(2);

        assertThat(rotate(1, FIRST, SECOND, RUNS_OUT)).isEqualTo(new Rotation.Missing());
        assertThat(rotate(1, SECOND, THIRD, RUNS_OUT)).isEqualTo(new Rotation.Missing());
        assertThat(rotate(2, FIRST, SECOND, RUNS_OUT.minusMillis(1))).isInstanceOf(Rotation.Rotated.class);
        assertThat(logins.endedSince(Instant.EPOCH)).isEmpty();
    }

    @Test
    void g2_another_tenants_login_is_missing_and_stays() {
        Login login = begun(1);

        assertThat(logins.rotate(GLOBEX, id(1), FIRST, SECOND, NOW, LATER, BEGUN))
                .isEqualTo(new Rotation.Missing());
        assertThat(logins.rotate(GLOBEX, id(1), SECOND, THIRD, NOW, LATER, BEGUN))
                .isEqualTo(new Rotation.Missing());
        assertThat(rotate(2, FIRST, SECOND, NOW)).isEqualTo(new Rotation.Missing());
        assertThat(logins.of(ACME, ADA, NOW)).containsExactly(login);
    }

    @Test
    void g2_of_many_who_exchange_one_secret_one_does() throws Exception {
        begun(1);

        List<Rotation> rotations = Race.of(Race.MANY, runner -> rotate(1, FIRST, secret(100 + runner), NOW));

        assertThat(rotations.stream().filter(Rotation.Rotated.class::isInstance))
                .hasSize(1);
        assertThat(rotations.stream().filter(Rotation.Reused.class::isInstance)).hasSize(1);
    }

    @Test
    void g2_logins_do_not_share_secrets() {
        begun(1);
        begun(2);
        rotate(1, FIRST, SECOND, NOW);

        assertThat(rotate(2, FIRST, SECOND, NOW)).isInstanceOf(Rotation.Rotated.class);
    }

    @Test
    void g3_an_old_secret_ends_the_login() {
        begun(1);
        Login used = ((Rotation.Rotated) rotate(1, FIRST, SECOND, NOW)).login();

        assertThat(rotate(1, FIRST, THIRD, second(30))).isEqualTo(new Rotation.Reused(used));

        assertThat(logins.of(ACME, ADA, second(30))).isEmpty();
        assertThat(logins.endedSince(second(30))).containsExactly(id(1));
    }

    @Test
    void g3_the_last_secret_does_not_help_afterwards() {
        begun(1);
        rotate(1, FIRST, SECOND, NOW);
        rotate(1, FIRST, THIRD, second(30));

        assertThat(rotate(1, SECOND, THIRD, second(31))).isEqualTo(new Rotation.Missing());
        assertThat(rotate(1, THIRD, FIRST, second(31))).isEqualTo(new Rotation.Missing());
        assertThat(rotate(1, FIRST, THIRD, second(31))).isEqualTo(new Rotation.Missing());
        assertThat(logins.of(ACME, ADA, second(31))).isEmpty();
    }

    @Test
    void g3_other_logins_go_on() {
        begun(1);
        Login other = begun(2);

        rotate(1, SECOND, THIRD, NOW);

        assertThat(logins.of(ACME, ADA, NOW)).containsExactly(other);
    }

    @Test
    void g4_an_ended_login_is_neither_listed_nor_rotated() {
        begun(1);
        Login other = begun(2);

        assertThat(logins.end(ACME, ADA, id(1), NOW)).isTrue();

        assertThat(logins.of(ACME, ADA, NOW)).containsExactly(other);
        assertThat(rotate(1, FIRST, SECOND, second(30))).isEqualTo(new Rotation.Missing());
    }

    @Test
    void g4_ending_again_changes_nothing() {
        begun(1);
        logins.end(ACME, ADA, id(1), NOW);

        assertThat(logins.end(ACME, ADA, id(1), second(30))).isFalse();
        assertThat(logins.endAll(ACME, ADA, second(30))).isEmpty();
        rotate(1, SECOND, THIRD, second(30));
        assertThat(logins.endedSince(NOW)).containsExactly(id(1));
        assertThat(logins.endedSince(second(30))).isEmpty();
    }

    @Test
    void g4_nobody_else_ends_it() {
        Login login = begun(1);

        assertThat(logins.end(ACME, GRACE, id(1), NOW)).isFalse();
        assertThat(logins.end(GLOBEX, ADA, id(1), NOW)).isFalse();
        assertThat(logins.endAll(ACME, GRACE, NOW)).isEmpty();
        assertThat(logins.endAll(GLOBEX, ADA, NOW)).isEmpty();
        assertThat(logins.end(ACME, ADA, id(2), NOW)).isFalse();
        assertThat(logins.of(ACME, ADA, NOW)).containsExactly(login);
    }

    @Test
    void g4_a_login_that_has_run_out_is_not_ended() {
        begun(1);

        assertThat(logins.end(ACME, ADA, id(1), RUNS_OUT)).isFalse();
        assertThat(logins.endAll(ACME, ADA, RUNS_OUT)).isEmpty();
        assertThat(logins.endedSince(Instant.EPOCH)).isEmpty();
    }

    @Test
    void g4_all_of_a_users_logins_end_however_many_there_are() {
        List<LoginId> ids =
                IntStream.range(0, 120).mapToObj(number -> begun(number).id()).toList();
        logins.end(ACME, ADA, id(0), NOW);
        Login other = begun(500, GLOBEX, ADA);

        assertThat(logins.endAll(ACME, ADA, NOW)).containsExactlyInAnyOrderElementsOf(ids.subList(1, ids.size()));

        assertThat(logins.of(ACME, ADA, NOW)).isEmpty();
        assertThat(logins.of(GLOBEX, ADA, NOW)).containsExactly(other);
    }

    @Test
    void g4_of_many_who_end_a_login_one_does() throws Exception {
        begun(1);

        assertThat(Race.of(Race.MANY, runner -> logins.end(ACME, ADA, id(1), NOW)))
                .containsOnlyOnce(true);
    }

    @Test
    void g4_ending_all_wins_over_exchanging_at_once() throws Exception {
        begun(1);

        Race.of(
                2,
                runner -> runner == 0
                        ? logins.endAll(ACME, ADA, NOW).toString()
                        : rotate(1, FIRST, SECOND, NOW).toString());

        assertThat(logins.of(ACME, ADA, NOW)).isEmpty();
        assertThat(rotate(1, SECOND, THIRD, NOW)).isEqualTo(new Rotation.Missing());
        assertThat(logins.endedSince(NOW)).containsExactly(id(1));
    }

    @Test
    void g5_what_ended_is_told_of_all_tenants() {
        begun(1);
        begun(2, GLOBEX, GRACE);
        begun(3);
        begun(4);
        logins.end(ACME, ADA, id(1), second(21));
        logins.endAll(GLOBEX, GRACE, second(22));
        rotate(3, SECOND, THIRD, second(23));

        assertThat(logins.endedSince(second(21))).containsExactlyInAnyOrder(id(1), id(2), id(3));
        assertThat(logins.endedSince(second(22))).containsExactlyInAnyOrder(id(2), id(3));
        assertThat(logins.endedSince(second(23).plusMillis(1))).isEmpty();
    }

    @Test
    void g5_however_many_ended_all_are_told() {
        List<LoginId> ids = new ArrayList<>();
        for (int number = 0; number < 1_200; number++) {
            ids.add(begun(number).id());
        }

        logins.endAll(ACME, ADA, NOW);

        assertThat(logins.endedSince(NOW)).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void g6_what_is_over_is_purged() {
        begun(1);
        begun(2);
        Login living = new Login(ACME, id(3), ADA, null, null, BEGUN, BEGUN, LATER);
        logins.begin(living, FIRST);
        logins.end(ACME, ADA, id(1), NOW);

        assertThat(logins.purge(NOW, 10)).isZero();
        assertThat(logins.purge(NOW.plusMillis(1), 10)).isEqualTo(1);
        assertThat(logins.endedSince(Instant.EPOCH)).isEmpty();
        assertThat(logins.purge(RUNS_OUT, 10)).isZero();
        assertThat(logins.purge(RUNS_OUT.plusMillis(1), 10)).isEqualTo(1);
        assertThat(logins.of(ACME, ADA, second(150))).containsExactly(living);
    }

    @Test
    void g6_a_rotated_login_is_kept_for_its_new_time() {
        begun(1);
        rotate(1, FIRST, SECOND, NOW);

        assertThat(logins.purge(LATER, 10)).isZero();
        assertThat(logins.of(ACME, ADA, RUNS_OUT)).hasSize(1);
        assertThat(logins.purge(LATER.plusMillis(1), 10)).isEqualTo(1);
    }

    @Test
    void g6_purging_goes_step_by_step() {
        IntStream.range(0, 5).forEach(this::begun);

        assertThat(logins.purge(LATER, 2)).isEqualTo(2);
        assertThat(logins.purge(LATER, 2)).isEqualTo(2);
        assertThat(logins.purge(LATER, 2)).isEqualTo(1);
        assertThat(logins.purge(LATER, 2)).isZero();
    }

    @Test
    void g8_the_last_exchange_is_repeated_within_its_time() {
        begun(1);
        Login used = ((Rotation.Rotated) again(logins, FIRST, SECOND, NOW)).login();

        assertThat(again(logins, FIRST, SECOND, NOW)).isEqualTo(new Rotation.Repeated(used));
        assertThat(again(logins, FIRST, SECOND, NOW.plusSeconds(10))).isEqualTo(new Rotation.Repeated(used));
        // Nothing was changed: the new secret is still good, once.
        assertThat(again(logins, SECOND, THIRD, NOW.plusSeconds(10))).isInstanceOf(Rotation.Rotated.class);
    }

    @Test
    void g8_after_its_time_it_is_a_copy() {
        begun(1);
        again(logins, FIRST, SECOND, NOW);

        assertThat(again(logins, FIRST, SECOND, NOW.plusSeconds(10).plusMillis(1)))
                .isInstanceOf(Rotation.Reused.class);
        assertThat(logins.of(ACME, ADA, NOW.plusSeconds(11))).isEmpty();
    }

    @Test
    void g8_another_outcome_or_an_older_exchange_is_a_copy() {
        begun(1);
        again(logins, FIRST, SECOND, NOW);
        assertThat(again(logins, FIRST, THIRD, NOW)).isInstanceOf(Rotation.Reused.class);

        logins.begin(new Login(ACME, id(2), ADA, null, null, BEGUN, BEGUN, RUNS_OUT), FIRST);
        logins.rotate(ACME, id(2), FIRST, SECOND, NOW, LATER, BEGUN);
        logins.rotate(ACME, id(2), SECOND, THIRD, NOW, LATER, BEGUN);
        assertThat(logins.rotate(ACME, id(2), FIRST, SECOND, NOW, LATER, BEGUN)).isInstanceOf(Rotation.Reused.class);
    }

    @Test
    void g8_an_ended_login_repeats_nothing() {
        begun(1);
        again(logins, FIRST, SECOND, NOW);
        logins.end(ACME, ADA, id(1), NOW);

        assertThat(again(logins, FIRST, SECOND, NOW)).isEqualTo(new Rotation.Missing());
    }

    @Test
    void g8_of_many_through_two_connections_one_exchanges_and_the_others_get_the_same() throws Exception {
        begun(1);
        LoginStore elsewhere = backend.lastingFor(1_000_000).logins();

        List<Rotation> rotations =
                Race.of(Race.MANY, runner -> again(runner % 2 == 0 ? logins : elsewhere, FIRST, SECOND, NOW));

        assertThat(rotations.stream().filter(Rotation.Rotated.class::isInstance))
                .hasSize(1);
        assertThat(rotations.stream().filter(Rotation.Repeated.class::isInstance))
                .hasSize(Race.MANY - 1);
        assertThat(logins.of(ACME, ADA, NOW)).hasSize(1);
    }

    @Test
    void g9_what_was_taken_back_is_named_until_it_runs_out() {
        Revocation one = new Revocation(ACME, ADA, id(1), NOW, RUNS_OUT);
        Revocation all = new Revocation(GLOBEX, GRACE, null, NOW.plusMillis(1), LATER);
        logins.revoke(one);
        logins.revoke(all);
        logins.revoke(one);

        assertThat(logins.revokedSince(NOW, NOW)).containsExactlyInAnyOrder(one, one, all);
        assertThat(logins.revokedSince(NOW.plusMillis(1), NOW)).containsExactly(all);
        assertThat(logins.revokedSince(NOW.plusMillis(2), NOW)).isEmpty();
        assertThat(logins.revokedSince(Instant.EPOCH, RUNS_OUT)).containsExactly(all);
        assertThat(logins.endedSince(Instant.EPOCH)).isEmpty();
    }

    @Test
    void g6_revocations_are_purged_when_they_ran_out() {
        Revocation one = new Revocation(ACME, ADA, id(1), NOW, RUNS_OUT);
        Revocation all = new Revocation(GLOBEX, GRACE, null, NOW, LATER);
        logins.revoke(one);
        logins.revoke(all);
        begun(1);

        assertThat(logins.purge(RUNS_OUT, 10)).isZero();
        assertThat(logins.purge(RUNS_OUT.plusMillis(1), 10)).isEqualTo(2);

        assertThat(logins.revokedSince(Instant.EPOCH, NOW)).containsExactly(all);
    }

    @Test
    void g7_a_lost_backend_is_reported_and_forgets_nothing() {
        begun(1);
        rotate(1, FIRST, SECOND, NOW);

        backend.cutConnection();

        assertLost(() -> logins.of(ACME, ADA, NOW));
        assertLost(() -> begun(2));
        assertLost(() -> rotate(1, SECOND, THIRD, NOW));
        assertLost(() -> logins.end(ACME, ADA, id(1), NOW));
        assertLost(() -> logins.endAll(ACME, ADA, NOW));
        assertLost(() -> logins.endedSince(NOW));
        assertLost(() -> logins.revoke(new Revocation(ACME, ADA, null, NOW, LATER)));
        assertLost(() -> logins.revokedSince(NOW, NOW));
        assertLost(() -> logins.purge(LATER, 1));
        use(backend.reconnect());
        assertThat(logins.of(ACME, ADA, NOW)).hasSize(1);
        assertThat(rotate(1, SECOND, THIRD, NOW)).isInstanceOf(Rotation.Rotated.class);
    }

    private Login begun(int number) {
        return begun(number, ACME, ADA);
    }

    private Login begun(int number, TenantId tenant, UserId user) {
        Login login = new Login(tenant, id(number), user, "a browser", "192.0.2.1", BEGUN, BEGUN, RUNS_OUT);
        logins.begin(login, FIRST);
        return login;
    }

    private Rotation rotate(int number, SecretDigest given, SecretDigest next, Instant now) {
        return logins.rotate(ACME, id(number), given, next, now, LATER, now.plusMillis(1));
    }

    /** With a grace of ten seconds. */
    private static Rotation again(LoginStore logins, SecretDigest given, SecretDigest next, Instant now) {
        return logins.rotate(ACME, id(1), given, next, now, LATER, now.minusSeconds(10));
    }

    private static LoginId id(int number) {
        return new LoginId(UUID.nameUUIDFromBytes(("login " + number).getBytes(UTF_8)));
    }

    private static SecretDigest secret(int number) {
        return new SecretDigest("%064x".formatted(number));
    }
}
