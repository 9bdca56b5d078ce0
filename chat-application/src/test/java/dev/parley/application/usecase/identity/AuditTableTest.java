package dev.parley.application.usecase.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.AuditLog;
import dev.parley.domain.identity.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What is written down when an administrator does it: every use case of the permission table, on what is their own,
 * another's of the same tenant, and another tenant's. {@code -} is nothing.
 */
class AuditTableTest {

    private static final String EXPECTED = """
            CreateSession.create          own      -
            ReadSessions.read             own      -
            ReadSessions.read             other    SESSION_READ
            ReadSessions.read             foreign  -
            ReadSessions.list             own      -
            ReadHistory.read              own      -
            ReadHistory.read              other    SESSION_READ
            ReadHistory.read              foreign  -
            ReadHistory.message           own      -
            ReadHistory.message           other    SESSION_READ
            ReadHistory.message           foreign  -
            FollowSession.follow          own      -
            FollowSession.follow          other    SESSION_READ
            FollowSession.follow          foreign  -
            SendMessage.send              own      -
            SendMessage.send              other    -
            SendMessage.send              foreign  -
            CancelReply.cancel            own      -
            CancelReply.cancel            other    -
            CancelReply.cancel            foreign  -
            MarkRead.delivered            own      -
            MarkRead.delivered            other    -
            MarkRead.delivered            foreign  -
            MarkRead.read                 own      -
            MarkRead.read                 other    -
            MarkRead.read                 foreign  -
            ChangeSession.change          own      -
            ChangeSession.change          other    -
            ChangeSession.change          foreign  -
            ChangeSession.delete          own      SESSION_DELETED
            ChangeSession.delete          other    -
            ChangeSession.delete          foreign  -
            ChangeSession.deleteAll       own      SESSIONS_DELETED
            ChangeSession.restore         own      SESSION_DELETED SESSION_RESTORED
            ChangeSession.restore         other    SESSION_DELETED
            ChangeSession.restore         foreign  SESSION_DELETED
            FollowUser.follow             own      -
            SearchMessages.search         own      -
            ManagePreferences.read        own      -
            ManagePreferences.change      own      -
            Logins.list                   own      -
            Logins.end                    own      LOGIN_ENDED
            Logins.end                    other    -
            Logins.end                    foreign  -
            OwnAccount.read               own      -
            OwnAccount.change             own      -
            OwnAccount.avatar             own      -
            OwnAccount.changeAvatar       own      -
            OwnAccount.removeAvatar       own      -
            OwnAccount.changePassword     own      PASSWORD_CHANGED LOGGED_IN
            OwnAccount.export             own      DATA_EXPORTED
            OwnAccount.delete             own      SESSIONS_DELETED ACCOUNT_DELETED
            ReadPresence.online           own      USERS_LISTED
            ManageUsers.list              own      USERS_LISTED
            ManageUsers.read              other    USER_READ
            ManageUsers.read              foreign  -
            ManageUsers.avatar            other    USER_READ
            ManageUsers.avatar            foreign  -
            ManageUsers.create            own      ACCOUNT_CREATED
            ManageUsers.changeRole        own      -
            ManageUsers.changeRole        other    ROLE_CHANGED
            ManageUsers.changeRole        foreign  -
            ManageUsers.lock              own      -
            ManageUsers.lock              other    ACCOUNT_LOCKED
            ManageUsers.lock              foreign  -
            ManageUsers.unlock            own      -
            ManageUsers.unlock            other    ACCOUNT_UNLOCKED
            ManageUsers.unlock            foreign  -
            ManageUsers.endLogins         own      LOGINS_ENDED
            ManageUsers.endLogins         other    LOGINS_ENDED
            ManageUsers.endLogins         foreign  -
            ManageUsers.allowReset        own      PASSWORD_RESET_ALLOWED
            ManageUsers.allowReset        other    PASSWORD_RESET_ALLOWED
            ManageUsers.allowReset        foreign  -
            ManageApiKeys.list            own      -
            ManageApiKeys.create          own      API_KEY_CREATED
            ManageApiKeys.revoke          own      API_KEY_CREATED API_KEY_REVOKED
            ManageApiKeys.revoke          foreign  API_KEY_CREATED
            ReadAudit.read                own      AUDIT_READ
            ReadAudit.export              own      AUDIT_EXPORTED
            ReadAudit.verify              own      AUDIT_VERIFIED
            KeepKeys.rotate               own      -
            KeepKeys.seal                 own      -
            """;

    private static final List<TenantId> TENANTS = List.of(TenantId.DEFAULT, new TenantId("elsewhere"));

    private final Attempts attempts = new Attempts();

    @AfterEach
    void close() {
        attempts.close();
    }

    @Test
    void what_touches_others_or_their_rights_is_written_down() {
        StringBuilder table = new StringBuilder();
        Attempts.all().forEach((name, attempt) -> {
            for (String whose : PermissionTableTest.whose(name)) {
                var prepared = attempts.prepared("admin", whose);
                List<Long> before = TENANTS.stream()
                        .map(tenant -> last(prepared.town(), tenant))
                        .toList();
                Object unused = attempt.apply(prepared);
                String actions = written(prepared.town(), before);
                table.append(String.format("%-30s%-9s%s%n", name, whose, actions.isEmpty() ? "-" : actions));
            }
        });

        assertThat(table.toString()).isEqualToNormalizingNewlines(EXPECTED);
    }

    private static long last(Town town, TenantId tenant) {
        List<AuditLog.Recorded> newest = town.audit.read(tenant, null, 1);
        return newest.isEmpty() ? 0 : newest.getFirst().number();
    }

    /** Of all tenants, so that nothing of another's is written down here or there; oldest first. */
    private static String written(Town town, List<Long> before) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < TENANTS.size(); i++) {
            for (AuditLog.Recorded recorded :
                    town.audit.read(TENANTS.get(i), null, 100).reversed()) {
                if (recorded.number() > before.get(i)) {
                    all.add(recorded.entry().action().name());
                }
            }
        }
        return String.join(" ", all);
    }
}
