package dev.parley.application.usecase.identity;

import static dev.parley.application.usecase.identity.Town.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.Authentication.Proof;
import dev.parley.application.port.in.ManageUsers;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People whom an identity provider elsewhere knows. */
class OutsideTokensTest {

    private static final UserId ADA = UserId.outside("ada");

    private final Town town = new Town();
    private final EndedLogins elsewhere = new EndedLogins(town.logins, town.clock, Duration.ofMinutes(15));

    @AfterEach
    void close() {
        town.close();
    }

    private Proof token(int number) {
        Instant now = town.clock.instant();
        return new Proof(
                principal(TenantId.DEFAULT, Role.USER),
                now.plus(Duration.ofDays(2)),
                new LoginId(new UUID(0, number)),
                now);
    }

    private static Principal principal(TenantId tenant, Role role) {
        return new Principal(tenant, ADA, null, "en", Permission.of(role));
    }

    private void pass(Duration time) {
        town.now.updateAndGet(now -> now.plus(time));
    }

    @Test
    void who_logs_out_has_no_use_of_that_token_on_any_node_until_it_runs_out() {
        Proof token = token(1);
        Proof other = token(2);

        town.people.logins().end(token, HOME);
        town.people.logins().end(token, HOME);

        assertThat(town.people.endedLogins().ends(token)).isTrue();
        assertThat(town.people.endedLogins().ends(other)).isFalse();
        assertThat(elsewhere.ends(token)).isFalse();
        elsewhere.look();
        assertThat(elsewhere.ends(token)).isTrue();
        // For longer than tokens of our own would be good, and after a start.
        pass(Duration.ofDays(1));
        elsewhere.look();
        assertThat(elsewhere.ends(token)).isTrue();
        var started = new EndedLogins(town.logins, town.clock, Duration.ofMinutes(15));
        started.look();
        assertThat(started.ends(token)).isTrue();
        pass(Duration.ofDays(1));
        elsewhere.look();
        assertThat(elsewhere.ends(token)).isFalse();
        assertThat(town.actions()).containsExactly(AuditAction.LOGGED_OUT);
    }

    @Test
    void who_is_sent_away_needs_a_token_that_was_made_later() {
        Proof before = token(1);
        pass(Duration.ofSeconds(1));
        var admin = new Principal(TenantId.DEFAULT, new UserId("root"), null, "en", Permission.of(Role.ADMIN));

        assertThat(town.people.manageUsers().endLogins(admin, ADA, HOME))
                .isInstanceOf(ManageUsers.EndOutcome.Ended.class);

        assertThat(town.people.endedLogins().ends(before)).isTrue();
        assertThat(town.people.endedLogins().ends(token(2))).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(town.people.endedLogins().ends(token(3))).isFalse();
        elsewhere.look();
        assertThat(elsewhere.ends(before)).isTrue();
        assertThat(elsewhere.ends(token(3))).isFalse();
        assertThat(town.actions()).containsExactly(AuditAction.LOGINS_ENDED);
    }

    @Test
    void another_tenants_user_of_the_same_name_stays() {
        Proof foreign = new Proof(
                principal(new TenantId("elsewhere"), Role.USER),
                town.clock.instant().plusSeconds(60),
                new LoginId(new UUID(0, 1)),
                town.clock.instant());
        var admin = new Principal(TenantId.DEFAULT, new UserId("root"), null, "en", Permission.of(Role.ADMIN));

        town.people.manageUsers().endLogins(admin, ADA, HOME);

        assertThat(town.people.endedLogins().ends(foreign)).isFalse();
    }
}
