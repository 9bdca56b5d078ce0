package dev.parley.application.usecase.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.FollowUser;
import dev.parley.application.port.in.KeepKeys;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.ManageApiKeys;
import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.ManageUsers;
import dev.parley.application.port.in.MarkRead;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.ReadAudit;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.ReadPresence;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SearchMessages;
import dev.parley.application.port.in.SendMessage;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Who may do what: every use case, by every role, on what is one's own, another's of the same tenant, and another
 * tenant's. {@code +} does it, {@code F} is forbidden, {@code .} finds nothing there.
 */
class PermissionTableTest {

    /** Columns: guest, user, agent, supervisor, admin. */
    private static final String EXPECTED = """
            CreateSession.create          own      + + + + +
            ReadSessions.read             own      + + + + +
            ReadSessions.read             other    . . + + +
            ReadSessions.read             foreign  . . . . .
            ReadSessions.list             own      + + + + +
            ReadHistory.read              own      + + + + +
            ReadHistory.read              other    . . + + +
            ReadHistory.read              foreign  . . . . .
            ReadHistory.message           own      + + + + +
            ReadHistory.message           other    . . + + +
            ReadHistory.message           foreign  . . . . .
            FollowSession.follow          own      + + + + +
            FollowSession.follow          other    . . + + +
            FollowSession.follow          foreign  . . . . .
            SendMessage.send              own      + + + + +
            SendMessage.send              other    . . . . .
            SendMessage.send              foreign  . . . . .
            CancelReply.cancel            own      + + + + +
            CancelReply.cancel            other    . . . . .
            CancelReply.cancel            foreign  . . . . .
            MarkRead.delivered            own      + + + + +
            MarkRead.delivered            other    . . . . .
            MarkRead.delivered            foreign  . . . . .
            MarkRead.read                 own      + + + + +
            MarkRead.read                 other    . . . . .
            MarkRead.read                 foreign  . . . . .
            ChangeSession.change          own      + + + + +
            ChangeSession.change          other    . . . . .
            ChangeSession.change          foreign  . . . . .
            ChangeSession.delete          own      + + + + +
            ChangeSession.delete          other    . . . . .
            ChangeSession.delete          foreign  . . . . .
            ChangeSession.deleteAll       own      + + + + +
            ChangeSession.restore         own      + + + + +
            ChangeSession.restore         other    . . . . .
            ChangeSession.restore         foreign  . . . . .
            FollowUser.follow             own      + + + + +
            SearchMessages.search         own      + + + + +
            ManagePreferences.read        own      + + + + +
            ManagePreferences.change      own      + + + + +
            Logins.list                   own      F + + + +
            Logins.end                    own      F + + + +
            Logins.end                    other    F . . . .
            Logins.end                    foreign  F . . . .
            OwnAccount.read               own      F + + + +
            OwnAccount.change             own      F + + + +
            OwnAccount.avatar             own      F + + + +
            OwnAccount.changeAvatar       own      F + + + +
            OwnAccount.removeAvatar       own      F + + + +
            OwnAccount.changePassword     own      F + + + +
            OwnAccount.export             own      F + + + +
            OwnAccount.delete             own      F + + + +
            ReadPresence.online           own      F F + + +
            ManageUsers.list              own      F F F + +
            ManageUsers.read              other    F F F + +
            ManageUsers.read              foreign  F F F . .
            ManageUsers.avatar            other    F F F + +
            ManageUsers.avatar            foreign  F F F . .
            ManageUsers.create            own      F F F F +
            ManageUsers.changeRole        own      F F F F F
            ManageUsers.changeRole        other    F F F F +
            ManageUsers.changeRole        foreign  F F F F .
            ManageUsers.lock              own      F F F F F
            ManageUsers.lock              other    F F F F +
            ManageUsers.lock              foreign  F F F F .
            ManageUsers.unlock            own      F F F F F
            ManageUsers.unlock            other    F F F F +
            ManageUsers.unlock            foreign  F F F F .
            ManageUsers.endLogins         own      F F F F +
            ManageUsers.endLogins         other    F F F F +
            ManageUsers.endLogins         foreign  F F F F .
            ManageUsers.allowReset        own      F F F F +
            ManageUsers.allowReset        other    F F F F +
            ManageUsers.allowReset        foreign  F F F F .
            ManageApiKeys.list            own      F F F F +
            ManageApiKeys.create          own      F F F F +
            ManageApiKeys.revoke          own      F F F F +
            ManageApiKeys.revoke          foreign  F F F F .
            ReadAudit.read                own      F F F F +
            ReadAudit.export              own      F F F F +
            ReadAudit.verify              own      F F F F +
            KeepKeys.rotate               own      F F F F F
            KeepKeys.seal                 own      F F F F F
            """;

    /** Not about anything that belongs to somebody, or asked before anybody is known. */
    private static final Set<String> OPEN = Set.of(
            "Authentication.verify",
            "Authentication.holds",
            "Authentication.welcome",
            "Authentication.ticket",
            "Authentication.holder",
            "Authentication.redeem",
            "AdoptSessions.adopt",
            "Logins.register",
            "Logins.begin",
            "Logins.refresh",
            "Logins.resetPassword",
            "ReadAssistants.all",
            "SendMessage.idOf");

    private static final List<String> COLUMNS = List.of("guest", "user", "agent", "supervisor", "admin");

    private final Attempts attempts = new Attempts();

    @AfterEach
    void close() {
        attempts.close();
    }

    @Test
    void the_table_is_as_written() {
        StringBuilder table = new StringBuilder();
        Attempts.all().forEach((name, attempt) -> {
            for (String whose : whose(name)) {
                String cells = COLUMNS.stream()
                        .map(role -> attempt.apply(attempts.prepared(role, whose)))
                        .map(PermissionTableTest::cell)
                        .collect(Collectors.joining(" "));
                table.append(String.format("%-30s%-9s%s%n", name, whose, cells));
            }
        });

        assertThat(table.toString()).isEqualToNormalizingNewlines(EXPECTED);
    }

    @Test
    void no_use_case_is_missing() throws Exception {
        Set<String> named = new TreeSet<>(OPEN);
        EXPECTED.lines().map(line -> line.split(" +", -1)[0]).forEach(named::add);

        assertThat(named).isEqualTo(useCases());
    }

    private static Set<String> useCases() throws Exception {
        Set<String> all = new TreeSet<>();
        var folder = Path.of("src/main/java/dev/parley/application/port/in");
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (name.equals("package-info")) {
                    continue;
                }
                Class<?> type = Class.forName("dev.parley.application.port.in." + name);
                // What a use case hands out was admitted with it.
                if (type.isInterface() && !type.isSealed() && !name.equals("Feed") && !name.equals("UserFeed")) {
                    methods(type).forEach(all::add);
                }
            }
        }
        return all;
    }

    private static Stream<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(Method::getName)
                .map(method -> type.getSimpleName() + "." + method);
    }

    static List<String> whose(String name) {
        return EXPECTED.lines()
                .map(line -> line.split(" +", -1))
                .filter(parts -> parts[0].equals(name))
                .map(parts -> parts[1])
                .toList();
    }

    private static String cell(Object outcome) {
        Refusal refusal = refusalOf(outcome);
        if (refusal == null) {
            return outcome.getClass().getSimpleName().equals("Missing") ? "." : "+";
        }
        return switch (refusal.code()) {
            case FORBIDDEN -> "F";
            case SESSION_NOT_FOUND, MESSAGE_NOT_FOUND -> ".";
            default -> throw new AssertionError(refusal);
        };
    }

    private static @Nullable Refusal refusalOf(Object outcome) {
        return switch (outcome) {
            case CreateSession.Outcome.Refused(var refusal) -> refusal;
            case ReadSessions.Outcome.Refused(var refusal) -> refusal;
            case ReadSessions.ListOutcome.Refused(var refusal) -> refusal;
            case ReadHistory.Outcome.Refused(var refusal) -> refusal;
            case ReadHistory.MessageOutcome.Refused(var refusal) -> refusal;
            case FollowSession.Outcome.Refused(var refusal) -> refusal;
            case SendMessage.Outcome.Refused(var refusal) -> refusal;
            case CancelReply.Outcome.Refused(var refusal) -> refusal;
            case MarkRead.Outcome.Refused(var refusal) -> refusal;
            case ChangeSession.Outcome.Refused(var refusal) -> refusal;
            case ChangeSession.AllOutcome.Refused(var refusal) -> refusal;
            case FollowUser.Outcome.Refused(var refusal) -> refusal;
            case SearchMessages.Outcome.Refused(var refusal) -> refusal;
            case ManagePreferences.Outcome.Refused(var refusal) -> refusal;
            case ReadPresence.Outcome.Refused(var refusal) -> refusal;
            case Logins.Listing.Refused(var refusal) -> refusal;
            case Logins.Ending.Refused(var refusal) -> refusal;
            case Logins.Outcome.Refused(var refusal) -> refusal;
            case OwnAccount.Outcome.Refused(var refusal) -> refusal;
            case OwnAccount.AvatarOutcome.Refused(var refusal) -> refusal;
            case ManageUsers.ListOutcome.Refused(var refusal) -> refusal;
            case ManageUsers.EndOutcome.Refused(var refusal) -> refusal;
            case ManageUsers.ResetOutcome.Refused(var refusal) -> refusal;
            case ManageApiKeys.ListOutcome.Refused(var refusal) -> refusal;
            case ManageApiKeys.CreateOutcome.Refused(var refusal) -> refusal;
            case ManageApiKeys.RevokeOutcome.Refused(var refusal) -> refusal;
            case ReadAudit.Outcome.Refused(var refusal) -> refusal;
            case ReadAudit.ExportOutcome.Refused(var refusal) -> refusal;
            case ReadAudit.VerifyOutcome.Refused(var refusal) -> refusal;
            case KeepKeys.KeysOutcome.Refused(var refusal) -> refusal;
            case KeepKeys.WordsOutcome.Refused(var refusal) -> refusal;
            default -> null;
        };
    }
}
