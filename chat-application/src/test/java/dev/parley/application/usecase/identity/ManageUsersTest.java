package dev.parley.application.usecase.identity;

import static dev.parley.application.usecase.identity.Town.HOME;
import static dev.parley.application.usecase.identity.Town.PASSWORD;
import static dev.parley.application.usecase.identity.Town.proof;
import static dev.parley.application.usecase.identity.Town.refusal;
import static dev.parley.application.usecase.identity.Town.tokens;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.ManageUsers;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Tokens;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManageUsersTest {

    private static final Principal ROOT =
            new Principal(TenantId.DEFAULT, new UserId("root"), "Root", "en", Permission.of(Role.ADMIN));

    private static final String ANOTHER = "another long phrase";

    private final Town town = new Town();

    @AfterEach
    void close() {
        town.close();
    }

    private ManageUsers users() {
        return town.people.manageUsers();
    }

    private OwnAccount.Outcome create(String username, String role) {
        return users().create(new ManageUsers.NewUser(ROOT, username, username + "@example.com", PASSWORD, role, HOME));
    }

    private static Account found(OwnAccount.Outcome outcome) {
        assertThat(outcome).isInstanceOf(OwnAccount.Outcome.Found.class);
        return ((OwnAccount.Outcome.Found) outcome).account();
    }

    private static Refusal refused(OwnAccount.Outcome outcome) {
        assertThat(outcome).isInstanceOf(OwnAccount.Outcome.Refused.class);
        return ((OwnAccount.Outcome.Refused) outcome).refusal();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "agent", "supervisor", "admin"})
    void an_administrator_makes_accounts_of_any_role(String role) {
        Account made = found(create("bob", role));

        assertThat(made.role()).isEqualTo(Role.valueOf(role.toUpperCase(Locale.ROOT)));
        assertThat(tokens(town.logIn("bob", PASSWORD)).account()).isEqualTo(made);
        AuditEntry entry =
                town.audit.read(TenantId.DEFAULT, null, 100).getLast().entry();
        assertThat(entry.action()).isEqualTo(AuditAction.ACCOUNT_CREATED);
        assertThat(entry.actor()).isEqualTo(ROOT.user());
        assertThat(entry.subject()).isEqualTo(made.id().value());
        assertThat(entry.detail()).isEqualTo("as " + role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "root", "ADMIN", "user "})
    void there_are_no_other_roles(String role) {
        assertThat(refused(create("bob", role)).field()).isEqualTo("role");
    }

    @Test
    void another_role_ends_all_logins_of_its_owner() {
        Tokens bob = town.register("bob");

        Account changed = found(users().changeRole(ROOT, bob.account().id(), "agent", HOME));

        assertThat(changed.role()).isEqualTo(Role.AGENT);
        assertThat(town.people.endedLogins().contains(proof(bob).login())).isTrue();
        assertThat(tokens(town.logIn("bob", PASSWORD)).account().role()).isEqualTo(Role.AGENT);
        assertThat(town.actions()).contains(AuditAction.ROLE_CHANGED);
    }

    @Test
    void nobody_changes_their_own_role() {
        assertThat(refused(users().changeRole(ROOT, ROOT.user(), "user", HOME)).code())
                .isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void who_is_not_there_is_not_found() {
        UserId nobody = new UserId("nobody");

        assertThat(users().changeRole(ROOT, nobody, "agent", HOME)).isInstanceOf(OwnAccount.Outcome.Missing.class);
        assertThat(users().read(ROOT, nobody)).isInstanceOf(OwnAccount.Outcome.Missing.class);
    }

    @Test
    void a_list_is_read_page_by_page() {
        for (String name : new String[] {"carl", "Bob", "ada", "Dora"}) {
            town.register(name);
        }

        var first = (ManageUsers.ListOutcome.Page) users().list(ROOT, null, 3);
        var second = (ManageUsers.ListOutcome.Page)
                users().list(ROOT, first.accounts().getLast().username().value(), 3);

        assertThat(first.accounts())
                .extracting(account -> account.username().value())
                .containsExactly("ada", "Bob", "carl");
        assertThat(second.accounts())
                .extracting(account -> account.username().value())
                .containsExactly("Dora");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void a_page_has_1_to_100(int limit) {
        var refused = (ManageUsers.ListOutcome.Refused) users().list(ROOT, null, limit);

        assertThat(refused.refusal().field()).isEqualTo("limit");
    }

    @Test
    void who_is_locked_out_is_told_what_a_wrong_password_is_told_after_the_same_work() {
        Tokens bob = town.register("bob");
        UserId id = bob.account().id();
        Refusal wrong = refusal(town.logIn("bob", "not the pass phrase"));
        int before = town.passwords.verified.get();

        Account locked = found(users().lock(ROOT, id, HOME));

        assertThat(locked.isLocked()).isTrue();
        assertThat(town.people.endedLogins().contains(proof(bob).login())).isTrue();
        assertThat(town.logins.of(TenantId.DEFAULT, id, town.clock.instant())).isEmpty();
        assertThat(refusal(town.logIn("bob", PASSWORD))).isEqualTo(wrong);
        assertThat(town.passwords.verified.get()).isEqualTo(before + 1);
        assertThat(refusal(town.people.logins().refresh(TenantId.DEFAULT, bob.refresh(), HOME))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(town.actions()).endsWith(AuditAction.ACCOUNT_LOCKED, AuditAction.LOGIN_FAILED);

        assertThat(found(users().unlock(ROOT, id, HOME)).isLocked()).isFalse();
        tokens(town.logIn("bob", PASSWORD));
    }

    @Test
    void who_is_locked_out_while_logging_in_is_sent_away_again() {
        Tokens bob = town.register("bob");
        Account account = bob.account();
        town.passwords.meanwhile = () -> found(users().lock(ROOT, account.id(), HOME));

        Refusal refusal = refusal(town.logIn("bob", PASSWORD));

        assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(town.logins.of(TenantId.DEFAULT, account.id(), town.clock.instant()))
                .isEmpty();
    }

    @Test
    void nobody_locks_themselves_out() {
        assertThat(refused(users().lock(ROOT, ROOT.user(), HOME)).code()).isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void all_logins_of_somebody_end_and_they_may_come_back() {
        Tokens bob = town.register("bob");
        Tokens elsewhere = tokens(town.logIn("bob", PASSWORD));

        assertThat(users().endLogins(ROOT, bob.account().id(), HOME)).isEqualTo(new ManageUsers.EndOutcome.Ended(2));

        assertThat(town.people.endedLogins().contains(proof(bob).login())).isTrue();
        assertThat(town.people.endedLogins().contains(proof(elsewhere).login())).isTrue();
        tokens(town.logIn("bob", PASSWORD));
        assertThat(users().endLogins(ROOT, new UserId("nobody"), HOME)).isEqualTo(new ManageUsers.EndOutcome.Missing());
    }

    @Test
    void a_forgotten_password_is_replaced_once() {
        Tokens bob = town.register("bob");
        String token = allowed(bob.account().id());
        String other = allowed(bob.account().id());
        tokens(town.logIn("bob", PASSWORD));

        assertThat(reset(token, "short").field()).isEqualTo("new_password");
        assertThat(town.people.logins().resetPassword(TenantId.DEFAULT, token, ANOTHER, HOME))
                .isNull();

        assertThat(town.people.endedLogins().contains(proof(bob).login())).isTrue();
        assertThat(refusal(town.logIn("bob", PASSWORD)).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        tokens(town.logIn("bob", ANOTHER));
        assertThat(reset(token, "a third long phrase").code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(reset(other, "a third long phrase").code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(town.actions()).contains(AuditAction.PASSWORD_RESET_ALLOWED, AuditAction.PASSWORD_RESET);
    }

    @Test
    void a_reset_runs_out_and_does_not_open_a_locked_account() {
        UserId bob = town.register("bob").account().id();
        String token = allowed(bob);
        found(users().lock(ROOT, bob, HOME));
        assertThat(town.people.logins().resetPassword(TenantId.DEFAULT, token, ANOTHER, HOME))
                .isNull();
        assertThat(refusal(town.logIn("bob", ANOTHER)).code()).isEqualTo(ErrorCode.UNAUTHORIZED);

        String late = allowed(bob);
        town.now.updateAndGet(now -> now.plus(Duration.ofHours(1)));

        assertThat(reset(late, "a third long phrase").field()).isEqualTo("reset_token");
        assertThat(reset("nonsense", "a third long phrase").field()).isEqualTo("reset_token");
    }

    private String allowed(UserId user) {
        return ((ManageUsers.ResetOutcome.Allowed) users().allowReset(ROOT, user, HOME)).token();
    }

    private Refusal reset(String token, String password) {
        return requireNonNull(town.people.logins().resetPassword(TenantId.DEFAULT, token, password, HOME));
    }
}
