package dev.parley.application.usecase.identity;

import static dev.parley.application.usecase.identity.Town.HOME;
import static dev.parley.application.usecase.identity.Town.PASSWORD;
import static dev.parley.application.usecase.identity.Town.guest;
import static dev.parley.application.usecase.identity.Town.principal;
import static dev.parley.application.usecase.identity.Town.proof;
import static dev.parley.application.usecase.identity.Town.refusal;
import static dev.parley.application.usecase.identity.Town.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.Race;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Tokens;
import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.LoginStore;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginsTest {

    private static final TenantId ELSEWHERE = new TenantId("elsewhere");

    private Town town = new Town();

    @AfterEach
    void close() {
        town.close();
    }

    private void rebuilt(IdentityPolicies policies) {
        town.close();
        town = new Town(policies);
    }

    @Test
    void who_registers_is_logged_in_as_a_user() {
        Account ada = town.register("Ada").account();

        assertThat(ada.role()).isEqualTo(Role.USER);
        assertThat(ada.username().value()).isEqualTo("Ada");
        assertThat(town.logins.of(ada.tenant(), ada.id(), town.clock.instant())).hasSize(1);
        assertThat(town.actions()).containsExactly(AuditAction.ACCOUNT_CREATED, AuditAction.LOGGED_IN);
    }

    @ParameterizedTest
    @CsvSource({"ada, other@example.com, username", "ADA, other@example.com, username", "bob, ada@EXAMPLE.com, email"})
    void what_belongs_to_somebody_is_taken(String username, String email, String field) {
        town.register("Ada");

        var refusal = refusal(town.tryToRegister(TenantId.DEFAULT, username, email, PASSWORD));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
        assertThat(refusal.field()).isEqualTo(field);
    }

    @Test
    void another_tenant_has_names_of_its_own() {
        town.register("ada");

        Tokens other = tokens(town.tryToRegister(ELSEWHERE, "ada", "ada@example.com", PASSWORD));

        assertThat(other.account().tenant()).isEqualTo(ELSEWHERE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ab|a@example.com|a long pass phrase|username",
                "-ab|a@example.com|a long pass phrase|username",
                "a b|a@example.com|a long pass phrase|username",
                "ada|a.example.com|a long pass phrase|email",
                "ada|a@b@example.com|a long pass phrase|email",
                "ada|a@example.com|short|password",
                "ada|a@example.com|aaaaaaaaaaaaaaaa|password",
                "ada|a@example.com|xxADAxxyyyy12|password",
                "ada|a@example.com|my a@example.com is it|password"
            })
    void a_bad_field_is_named(String username, String email, String password, String field) {
        var refusal = refusal(town.tryToRegister(TenantId.DEFAULT, username, email, password));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.rule()).doesNotContain(password);
        assertThat(town.actions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "ADA", "ada@example.com", "Ada@Example.COM"})
    void one_logs_in_by_name_or_address(String name) {
        Account ada = town.register("ada").account();

        assertThat(tokens(town.logIn(name, PASSWORD)).account()).isEqualTo(ada);
    }

    @Test
    void a_password_is_the_same_however_it_was_typed() {
        tokens(town.tryToRegister(TenantId.DEFAULT, "zoe", "zoe@example.com", "Noe\u0308ls long phrase"));

        assertThat(town.logIn("zoe", "No\u00ebls long phrase")).isInstanceOf(Logins.Outcome.LoggedIn.class);
    }

    @Test
    void a_wrong_password_and_nobody_are_told_the_same_after_the_same_work() {
        town.register("ada");
        town.passwords.verified.set(0);

        var wrong = refusal(town.logIn("ada", "a wrong pass phrase"));
        assertThat(town.passwords.verified).hasValue(1);
        var nobody = refusal(town.logIn("nobody", "a wrong pass phrase"));
        assertThat(town.passwords.verified).hasValue(2);
        var absurd = refusal(town.logIn("ada", "x".repeat(10_000)));
        assertThat(town.passwords.verified).hasValue(3);

        assertThat(wrong.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(nobody).isEqualTo(wrong);
        assertThat(absurd).isEqualTo(wrong);
        assertThat(town.actions())
                .endsWith(AuditAction.LOGIN_FAILED, AuditAction.LOGIN_FAILED, AuditAction.LOGIN_FAILED);
    }

    @Test
    void an_account_of_another_tenant_lets_nobody_in_here() {
        tokens(town.tryToRegister(ELSEWHERE, "eve", "eve@example.com", PASSWORD));

        assertThat(refusal(town.logIn("eve", PASSWORD)).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    @Test
    void a_hash_of_old_numbers_is_made_anew() {
        Account ada = town.register("ada").account();
        var before = town.accounts.find(ada.tenant(), ada.id()).orElseThrow().password();
        var old = new PasswordHash("old:" + PASSWORD);
        assertThat(town.accounts.replacePassword(ada.tenant(), ada.id(), before, old, town.clock.instant()))
                .isTrue();

        town.logIn("ada", "a wrong pass phrase");
        assertThat(town.accounts.find(ada.tenant(), ada.id()).orElseThrow().password())
                .isEqualTo(old);
        tokens(town.logIn("ada", PASSWORD));

        assertThat(town.accounts.find(ada.tenant(), ada.id()).orElseThrow().password())
                .isEqualTo(before);
    }

    @Test
    void who_is_too_fast_must_wait() {
        town.register("ada");
        town.wait.set(Optional.of(Duration.ofSeconds(9)));

        var login = refusal(town.logIn("ada", PASSWORD));
        var registration = refusal(town.tryToRegister(TenantId.DEFAULT, "bob", "bob@example.com", PASSWORD));

        assertThat(login.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(login.retryAfter()).isEqualTo(Duration.ofSeconds(9));
        assertThat(registration.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    }

    @Test
    void attempts_are_counted_by_what_was_typed_and_from_where() {
        town.asked.clear();
        town.logIn("nobody", "x");
        town.logIn(" NOBODY ", "y");
        town.logIn("else", "y");

        var users = town.asked.stream().map(subject -> subject.user()).toList();
        assertThat(users.get(0)).isNotNull().isEqualTo(users.get(1)).isNotEqualTo(users.get(2));
        assertThat(town.asked)
                .allSatisfy(subject -> assertThat(subject.address()).isEqualTo("192.0.2.7"));
    }

    @Test
    void while_many_hashes_wait_nobody_is_let_in() {
        town.register("ada");
        town.passwords.busy = true;

        assertThat(refusal(town.logIn("ada", PASSWORD)).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    }

    @Test
    void without_registration_nobody_registers_but_people_log_in() {
        rebuilt(new IdentityPolicies(
                true,
                false,
                Duration.ofDays(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                Duration.ofSeconds(2)));

        assertThat(refusal(town.tryToRegister(TenantId.DEFAULT, "ada", "ada@example.com", PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refusal(town.logIn("ada", PASSWORD)).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    @Test
    void without_accounts_nobody_logs_in() {
        rebuilt(new IdentityPolicies(
                false,
                true,
                Duration.ofDays(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                Duration.ofSeconds(2)));

        assertThat(refusal(town.tryToRegister(TenantId.DEFAULT, "ada", "ada@example.com", PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refusal(town.logIn("ada", PASSWORD)).code()).isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void a_visitor_takes_its_sessions_along() {
        Principal guest = guest("guest-1");
        var registration =
                new Logins.Registration(TenantId.DEFAULT, "ada", "ada@example.com", PASSWORD, "Ada", "en", guest, HOME);

        Account ada = tokens(town.people.logins().register(registration)).account();
        tokens(town.people.logins().begin(new Logins.Attempt(TenantId.DEFAULT, "ada", PASSWORD, guest, HOME)));

        assertThat(town.adopted).containsExactly("guest-1 to " + ada.id(), "guest-1 to " + ada.id());
        assertThat(town.actions()).contains(AuditAction.SESSIONS_HANDED_OVER);
    }

    @Test
    void a_visitor_of_another_tenant_brings_nothing() {
        Principal guest = guest("guest-1");
        tokens(town.people
                .logins()
                .register(new Logins.Registration(
                        ELSEWHERE, "ada", "ada@example.com", PASSWORD, "Ada", "en", guest, HOME)));

        assertThat(town.adopted).isEmpty();
    }

    @Test
    void a_refresh_token_is_exchanged_once_and_its_second_use_ends_the_login() {
        Tokens first = town.register("ada");
        Tokens second = tokens(town.people.logins().refresh(TenantId.DEFAULT, first.refresh(), HOME));
        Tokens third = tokens(town.people.logins().refresh(TenantId.DEFAULT, second.refresh(), HOME));

        var stolen = refusal(town.people.logins().refresh(TenantId.DEFAULT, first.refresh(), HOME));
        var victim = refusal(town.people.logins().refresh(TenantId.DEFAULT, third.refresh(), HOME));

        assertThat(stolen.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(victim).isEqualTo(stolen);
        assertThat(town.people.endedLogins().contains(proof(first).login())).isTrue();
        assertThat(town.actions()).endsWith(AuditAction.REFRESH_REUSED);
    }

    @Test
    void many_tabs_that_refresh_at_once_get_the_same_token_and_go_on() throws Exception {
        Tokens ada = town.register("ada");

        List<Logins.Outcome> outcomes =
                Race.of(20, runner -> town.people.logins().refresh(TenantId.DEFAULT, ada.refresh(), HOME));

        assertThat(outcomes)
                .extracting(outcome -> tokens(outcome).refresh())
                .containsOnly(tokens(outcomes.getFirst()).refresh());
        assertThat(tokens(outcomes.getFirst()).refresh()).isNotEqualTo(ada.refresh());
        assertThat(town.people.endedLogins().contains(proof(ada).login())).isFalse();
        tokens(town.people
                .logins()
                .refresh(TenantId.DEFAULT, tokens(outcomes.getLast()).refresh(), HOME));
        assertThat(town.actions()).doesNotContain(AuditAction.REFRESH_REUSED);
    }

    @Test
    void an_answer_that_was_lost_can_be_asked_for_again_for_a_moment_only() {
        Tokens ada = town.register("ada");
        Tokens lost = tokens(town.people.logins().refresh(TenantId.DEFAULT, ada.refresh(), HOME));

        town.now.updateAndGet(now -> now.plus(IdentityPolicies.STANDARD.refreshGrace()));
        assertThat(tokens(town.people.logins().refresh(TenantId.DEFAULT, ada.refresh(), HOME))
                        .refresh())
                .isEqualTo(lost.refresh());
        town.now.updateAndGet(now -> now.plusMillis(1));

        assertThat(refusal(town.people.logins().refresh(TenantId.DEFAULT, ada.refresh(), HOME))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(refusal(town.people.logins().refresh(TenantId.DEFAULT, lost.refresh(), HOME))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(town.people.endedLogins().contains(proof(ada).login())).isTrue();
        assertThat(town.actions()).endsWith(AuditAction.REFRESH_REUSED);
    }

    @Test
    void without_a_grace_the_second_use_ends_the_login_at_once() {
        rebuilt(new IdentityPolicies(
                true, true, Duration.ofDays(1), Duration.ZERO, Duration.ofMinutes(15), Duration.ofSeconds(2)));
        Tokens ada = town.register("ada");
        tokens(town.people.logins().refresh(TenantId.DEFAULT, ada.refresh(), HOME));

        assertThat(refusal(town.people.logins().refresh(TenantId.DEFAULT, ada.refresh(), HOME))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(town.people.endedLogins().contains(proof(ada).login())).isTrue();
    }

    @Test
    void what_is_no_refresh_token_ends_nothing() {
        Tokens ada = town.register("ada");

        assertThat(refusal(town.people.logins().refresh(TenantId.DEFAULT, "made up", HOME))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHORIZED);

        tokens(town.people.logins().refresh(TenantId.DEFAULT, ada.refresh(), HOME));
    }

    @Test
    void a_login_that_is_not_used_runs_out() {
        Tokens ada = town.register("ada");

        town.now.set(town.now.get().plus(IdentityPolicies.STANDARD.loginsIdle()));

        assertThat(refusal(town.people.logins().refresh(TenantId.DEFAULT, ada.refresh(), HOME))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    @Test
    void who_logs_out_is_out_on_this_device_only() {
        Tokens here = town.register("ada");
        Tokens there = tokens(town.logIn("ada", PASSWORD));

        town.people.logins().end(proof(here), HOME);
        town.people.logins().end(proof(here), HOME);

        assertThat(town.people.endedLogins().contains(proof(here).login())).isTrue();
        assertThat(town.people.endedLogins().contains(proof(there).login())).isFalse();
        assertThat(refusal(town.people.logins().refresh(TenantId.DEFAULT, here.refresh(), HOME))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHORIZED);
        tokens(town.people.logins().refresh(TenantId.DEFAULT, there.refresh(), HOME));
        assertThat(town.actions()).containsOnlyOnce(AuditAction.LOGGED_OUT);
    }

    @Test
    void one_sees_and_ends_ones_own_logins_and_nobody_elses() {
        Tokens ada = town.register("ada");
        Tokens second = tokens(town.logIn("ada", PASSWORD));
        Tokens eve = town.register("eve");

        var listed = (Logins.Listing.Found) town.people.logins().list(principal(ada.account()));
        assertThat(listed.logins())
                .extracting(LoginStore.Login::id)
                .containsExactlyInAnyOrder(proof(ada).login(), proof(second).login());
        assertThat(listed.logins()).allSatisfy(login -> {
            assertThat(login.device()).isEqualTo("test browser");
            assertThat(login.address()).isEqualTo("192.0.2.7");
        });

        assertThat(town.people
                        .logins()
                        .end(principal(eve.account()), proof(second).login(), HOME))
                .isInstanceOf(Logins.Ending.Missing.class);
        assertThat(town.people.endedLogins().contains(proof(second).login())).isFalse();
        assertThat(town.people
                        .logins()
                        .end(principal(ada.account()), proof(second).login(), HOME))
                .isInstanceOf(Logins.Ending.Ended.class);
        assertThat(town.people.endedLogins().contains(proof(second).login())).isTrue();
    }

    @Test
    void another_node_learns_of_an_end_by_looking() {
        Tokens ada = town.register("ada");
        var elsewhere = new EndedLogins(town.logins, town.clock, Duration.ofMinutes(15));
        elsewhere.look();

        town.people.logins().end(proof(ada), HOME);
        assertThat(elsewhere.contains(proof(ada).login())).isFalse();
        elsewhere.look();

        assertThat(elsewhere.contains(proof(ada).login())).isTrue();
        town.now.set(town.now.get().plus(Duration.ofMinutes(20)));
        elsewhere.look();
        assertThat(elsewhere.contains(proof(ada).login())).isFalse();
    }

    @Test
    void a_node_that_starts_learns_of_ends_before_it() {
        Tokens ada = town.register("ada");
        town.people.logins().end(proof(ada), HOME);
        town.now.set(town.now.get().plus(Duration.ofMinutes(14)));

        var late = new EndedLogins(town.logins, town.clock, Duration.ofMinutes(15));
        late.look();

        assertThat(late.contains(proof(ada).login())).isTrue();
    }
}
