package dev.parley.application.usecase.identity;

import static dev.parley.application.usecase.identity.Town.HOME;
import static dev.parley.application.usecase.identity.Town.PASSWORD;
import static dev.parley.application.usecase.identity.Town.guest;
import static dev.parley.application.usecase.identity.Town.principal;
import static dev.parley.application.usecase.identity.Town.proof;
import static dev.parley.application.usecase.identity.Town.refusal;
import static dev.parley.application.usecase.identity.Town.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Tokens;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnAccountTest {

    private static final String ANOTHER = "another long phrase";

    private final Town town = new Town();
    private final Tokens ada = town.register("ada");
    private final Principal caller = principal(ada.account());

    @AfterEach
    void close() {
        town.close();
    }

    private OwnAccount own() {
        return town.people.ownAccount();
    }

    private OwnAccount.Outcome change(@Nullable String name, @Nullable String email, @Nullable String locale) {
        return own().change(new OwnAccount.Command(caller, name, email, locale));
    }

    private static Account found(OwnAccount.Outcome outcome) {
        assertThat(outcome).isInstanceOf(OwnAccount.Outcome.Found.class);
        return ((OwnAccount.Outcome.Found) outcome).account();
    }

    @Test
    void one_reads_and_changes_ones_profile() {
        assertThat(found(own().read(caller))).isEqualTo(ada.account());

        Account changed = found(change("  Ada Lovelace ", "lovelace@example.com", "zh-hant-tw"));

        assertThat(changed.name()).isEqualTo("Ada Lovelace");
        assertThat(changed.email().value()).isEqualTo("lovelace@example.com");
        assertThat(changed.locale()).isEqualTo("zh-Hant-TW");
        assertThat(found(change("", null, null)).name()).isNull();
        assertThat(found(own().read(caller)).email().value()).isEqualTo("lovelace@example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "a\u0000b|-|-|name",
                "-|nobody|-|email",
                "-|-|no_such_language_at_all|locale",
                "-|eve@example.com|-|email"
            })
    void what_can_not_be_is_refused_and_changes_nothing(
            @Nullable String name, @Nullable String email, @Nullable String locale, String field) {
        town.register("eve");
        String given = name == null ? null : name.replace("\\u0000", "\u0000");

        var refused = (OwnAccount.Outcome.Refused) change(given, email, locale);

        assertThat(refused.refusal().field()).isEqualTo(field);
        assertThat(found(own().read(caller))).isEqualTo(ada.account());
    }

    @Test
    void a_changed_password_ends_all_logins() {
        Tokens elsewhere = tokens(town.logIn("ada", PASSWORD));

        Tokens fresh = tokens(own().changePassword(caller, PASSWORD, ANOTHER, HOME));

        assertThat(town.people.endedLogins().contains(proof(ada).login())).isTrue();
        assertThat(town.people.endedLogins().contains(proof(elsewhere).login())).isTrue();
        assertThat(town.people.endedLogins().contains(proof(fresh).login())).isFalse();
        assertThat(refusal(town.logIn("ada", PASSWORD)).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        tokens(town.logIn("ada", ANOTHER));
        assertThat(town.actions()).contains(AuditAction.PASSWORD_CHANGED);
    }

    @Test
    void nobody_changes_a_password_without_knowing_it() {
        Refusal wrong = refusal(own().changePassword(caller, "not my pass phrase", ANOTHER, HOME));
        Refusal weak = refusal(own().changePassword(caller, PASSWORD, "short", HOME));

        assertThat(wrong.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(wrong.field()).isEqualTo("old_password");
        assertThat(weak.field()).isEqualTo("new_password");
        tokens(town.logIn("ada", PASSWORD));
        assertThat(town.people.endedLogins().contains(proof(ada).login())).isFalse();
        assertThat(town.actions()).contains(AuditAction.PASSWORD_CHANGE_FAILED);
    }

    @Test
    void a_deleted_account_is_gone_with_its_sessions() {
        Principal eve = principal(town.register("eve").account());
        for (int i = 0; i < 120; i++) {
            town.engine.createSession(caller);
        }
        var evesSession = town.engine.createSession(eve);

        assertThat(own().delete(caller, "not my pass phrase", HOME)).isNotNull();
        assertThat(sessions(caller)).isNotEmpty();
        assertThat(own().delete(caller, PASSWORD, HOME)).isNull();

        assertThat(sessions(caller)).isEmpty();
        assertThat(sessions(eve))
                .hasSize(1)
                .first()
                .extracting(entry -> entry.session().id())
                .isEqualTo(evesSession);
        assertThat(refusal(town.logIn("ada", PASSWORD)).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(town.people.endedLogins().contains(proof(ada).login())).isTrue();
        assertThat(((OwnAccount.Outcome.Refused) own().read(caller)).refusal().code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(town.actions()).endsWith(AuditAction.ACCOUNT_DELETED, AuditAction.LOGIN_FAILED);
        assertThat(town.register("ada").account().id()).isNotEqualTo(caller.user());
    }

    private List<ReadSessions.Entry> sessions(Principal owner) {
        var query = new ReadSessions.Query(owner, null, ReadSessions.Sort.CREATED, null, 100);
        var page = (ReadSessions.ListOutcome.Page)
                town.engine.useCases().readSessions().list(query);
        return page.entries();
    }

    @Test
    void that_data_was_handed_out_is_written_down() {
        assertThat(own().export(caller, HOME)).isNull();

        assertThat(town.actions()).endsWith(AuditAction.DATA_EXPORTED);
    }

    @Test
    void a_visitor_has_no_account() {
        Principal guest = guest("guest-1");

        assertThat(((OwnAccount.Outcome.Refused) own().read(guest)).refusal().code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refusal(own().changePassword(guest, "", ANOTHER, HOME)).code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(own().delete(guest, "", HOME)).isNotNull();
        assertThat(own().export(guest, HOME)).isNotNull();
        assertThat(town.actions()).containsExactly(AuditAction.ACCOUNT_CREATED, AuditAction.LOGGED_IN);
    }
}
