package dev.parley.application.usecase.identity;

import static dev.parley.application.usecase.identity.Town.HOME;
import static dev.parley.application.usecase.identity.Town.PASSWORD;
import static dev.parley.application.usecase.identity.Town.proof;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.ManageUsers;
import dev.parley.application.port.in.MarkRead;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadAudit;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.in.Tokens;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
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
            ChangeSession.restore         own      + + + + +
            ChangeSession.restore         other    . . . . .
            ChangeSession.restore         foreign  . . . . .
            Logins.list                   own      F + + + +
            Logins.end                    own      F + + + +
            Logins.end                    other    F . . . .
            Logins.end                    foreign  F . . . .
            OwnAccount.read               own      F + + + +
            OwnAccount.change             own      F + + + +
            OwnAccount.changePassword     own      F + + + +
            OwnAccount.export             own      F + + + +
            OwnAccount.delete             own      F + + + +
            ManageUsers.list              own      F F F + +
            ManageUsers.read              other    F F F + +
            ManageUsers.read              foreign  F F F . .
            ManageUsers.create            own      F F F F +
            ManageUsers.changeRole        own      F F F F F
            ManageUsers.changeRole        other    F F F F +
            ManageUsers.changeRole        foreign  F F F F .
            ReadAudit.read                own      F F F F +
            ReadAudit.verify              own      F F F F +
            """;

    /** Not about anything that belongs to somebody, or asked before anybody is known. */
    private static final Set<String> OPEN = Set.of(
            "Authentication.verify",
            "Authentication.holds",
            "Authentication.welcome",
            "Authentication.ticket",
            "Authentication.redeem",
            "AdoptSessions.adopt",
            "Logins.register",
            "Logins.begin",
            "Logins.refresh",
            "ReadAssistants.all",
            "SendMessage.idOf");

    private static final List<String> COLUMNS = List.of("guest", "user", "agent", "supervisor", "admin");

    private final List<Town> towns = new ArrayList<>();

    @AfterEach
    void close() {
        towns.forEach(Town::close);
    }

    /** Something of somebody's that a caller tries to touch. */
    private record Target(Tokens owner, SessionId session, MessageId message) {}

    /** A caller in a town of their own, so that no attempt changes what the next finds. */
    private record Try(Town town, Principal caller, Tokens callersOwn, Target target) {}

    @Test
    void the_table_is_as_written() {
        StringBuilder table = new StringBuilder();
        attempts().forEach((name, attempt) -> {
            for (String whose : whose(name)) {
                String cells = COLUMNS.stream()
                        .map(role -> attempt.apply(prepared(role, whose)))
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
                if (type.isInterface() && !type.isSealed() && !name.equals("Feed")) {
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

    private static List<String> whose(String name) {
        return EXPECTED.lines()
                .map(line -> line.split(" +", -1))
                .filter(parts -> parts[0].equals(name))
                .map(parts -> parts[1])
                .toList();
    }

    private Try prepared(String role, String whose) {
        Town town = new Town();
        towns.add(town);
        Tokens own = town.register("caller");
        Principal caller = role.equals("guest")
                ? Town.guest("guest-7")
                : new Principal(
                        TenantId.DEFAULT,
                        own.account().id(),
                        null,
                        "en",
                        Permission.of(Role.valueOf(role.toUpperCase(Locale.ROOT))));
        return new Try(
                town,
                caller,
                own,
                switch (whose) {
                    case "own" -> target(town, caller, own);
                    case "other" -> target(town, null, town.register("other"));
                    default ->
                        target(
                                town,
                                null,
                                Town.tokens(town.tryToRegister(
                                        new TenantId("elsewhere"), "foreign", "foreign@example.com", PASSWORD)));
                });
    }

    private static Target target(Town town, @Nullable Principal owner, Tokens account) {
        Principal whose = owner == null ? Town.principal(account.account()) : owner;
        SessionId session = town.engine.createSession(whose);
        var receipt = town.engine.send(whose, session, "Hello");
        return new Target(account, session, receipt.messageId());
    }

    private static Map<String, Function<Try, Object>> attempts() {
        Map<String, Function<Try, Object>> all = new LinkedHashMap<>();
        sessions(all);
        messages(all);
        changes(all);
        accounts(all);
        tenants(all);
        return all;
    }

    private static void sessions(Map<String, Function<Try, Object>> all) {
        all.put(
                "CreateSession.create",
                it -> it.town.engine.useCases().createSession().create(CreateSession.Command.plain(it.caller)));
        all.put(
                "ReadSessions.read",
                it -> it.town.engine.useCases().readSessions().read(it.caller, it.target.session));
        all.put(
                "ReadSessions.list",
                it -> it.town
                        .engine
                        .useCases()
                        .readSessions()
                        .list(new ReadSessions.Query(it.caller, null, ReadSessions.Sort.CREATED, null, 10)));
        all.put(
                "ReadHistory.read",
                it -> it.town
                        .engine
                        .useCases()
                        .readHistory()
                        .read(new ReadHistory.Query(it.caller, it.target.session, null, null, 10)));
        all.put(
                "ReadHistory.message",
                it -> it.town.engine.useCases().readHistory().message(it.caller, it.target.session, it.target.message));
        all.put(
                "FollowSession.follow",
                it -> it.town.engine.useCases().followSession().follow(it.caller, it.target.session, () -> {}));
    }

    private static void messages(Map<String, Function<Try, Object>> all) {
        all.put(
                "SendMessage.send",
                it -> it.town
                        .engine
                        .useCases()
                        .sendMessage()
                        .send(new SendMessage.Command(it.caller, it.target.session, "Hello again", null, null)));
        all.put(
                "CancelReply.cancel",
                it -> it.town.engine.useCases().cancelReply().cancel(it.caller, it.target.session, it.target.message));
        all.put(
                "MarkRead.delivered",
                it -> it.town.engine.useCases().markRead().delivered(it.caller, it.target.session, 1));
        all.put("MarkRead.read", it -> it.town.engine.useCases().markRead().read(it.caller, it.target.session, 1));
    }

    private static void changes(Map<String, Function<Try, Object>> all) {
        all.put(
                "ChangeSession.change",
                it -> it.town
                        .engine
                        .useCases()
                        .changeSession()
                        .change(new ChangeSession.Command(it.caller, it.target.session, "Mine", null, null)));
        all.put(
                "ChangeSession.delete",
                it -> it.town.engine.useCases().changeSession().delete(it.caller, it.target.session));
        all.put("ChangeSession.restore", PermissionTableTest::restore);
    }

    /** Its owner has deleted it before. */
    private static Object restore(Try it) {
        ChangeSession change = it.town.engine.useCases().changeSession();
        boolean own = it.callersOwn.equals(it.target.owner);
        Principal owner = own ? it.caller : Town.principal(it.target.owner.account());
        assertThat(change.delete(owner, it.target.session)).isInstanceOf(ChangeSession.Outcome.Done.class);
        return change.restore(it.caller, it.target.session);
    }

    private static void accounts(Map<String, Function<Try, Object>> all) {
        all.put("Logins.list", it -> it.town.people.logins().list(it.caller));
        all.put(
                "Logins.end",
                it -> it.town
                        .people
                        .logins()
                        .end(it.caller, proof(it.target.owner).login(), HOME));
        all.put("OwnAccount.read", it -> it.town.people.ownAccount().read(it.caller));
        all.put(
                "OwnAccount.change",
                it -> it.town.people.ownAccount().change(new OwnAccount.Command(it.caller, "Name", null, null)));
        all.put(
                "OwnAccount.changePassword",
                it -> it.town.people.ownAccount().changePassword(it.caller, PASSWORD, "another long phrase", HOME));
        all.put("OwnAccount.export", it -> done(it.town.people.ownAccount().export(it.caller, HOME)));
        all.put("OwnAccount.delete", it -> done(it.town.people.ownAccount().delete(it.caller, PASSWORD, HOME)));
    }

    private static void tenants(Map<String, Function<Try, Object>> all) {
        all.put("ManageUsers.list", it -> it.town.people.manageUsers().list(it.caller, null, 10));
        all.put(
                "ManageUsers.read",
                it -> it.town
                        .people
                        .manageUsers()
                        .read(it.caller, it.target.owner.account().id()));
        all.put(
                "ManageUsers.create",
                it -> it.town
                        .people
                        .manageUsers()
                        .create(new ManageUsers.NewUser(it.caller, "new", "new@example.com", PASSWORD, "user", HOME)));
        all.put(
                "ManageUsers.changeRole",
                it -> it.town
                        .people
                        .manageUsers()
                        .changeRole(it.caller, it.target.owner.account().id(), "agent", HOME));
        all.put("ReadAudit.read", it -> it.town.people.readAudit().read(it.caller, null, 10));
        all.put("ReadAudit.verify", it -> it.town.people.readAudit().verify(it.caller));
    }

    private static Object done(@Nullable Refusal refusal) {
        return refusal == null ? "done" : new OwnAccount.Outcome.Refused(refusal);
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
            case Logins.Listing.Refused(var refusal) -> refusal;
            case Logins.Ending.Refused(var refusal) -> refusal;
            case Logins.Outcome.Refused(var refusal) -> refusal;
            case OwnAccount.Outcome.Refused(var refusal) -> refusal;
            case ManageUsers.ListOutcome.Refused(var refusal) -> refusal;
            case ReadAudit.Outcome.Refused(var refusal) -> refusal;
            case ReadAudit.VerifyOutcome.Refused(var refusal) -> refusal;
            default -> null;
        };
    }
}
