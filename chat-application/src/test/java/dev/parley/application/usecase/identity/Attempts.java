package dev.parley.application.usecase.identity;

import static dev.parley.application.usecase.identity.Town.HOME;
import static dev.parley.application.usecase.identity.Town.PASSWORD;
import static dev.parley.application.usecase.identity.Town.proof;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.ManageApiKeys;
import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.ManageUsers;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadAudit;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SearchMessages;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.in.Tokens;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every use case once, as somebody of any role tries it on what is one's own, another's, and another tenant's. */
final class Attempts implements AutoCloseable {

    private static final byte[] PICTURE = {1, 2, 3};

    private final List<Town> towns = new ArrayList<>();

    /** Something of somebody's that a caller tries to touch. */
    record Target(Tokens owner, SessionId session, MessageId message) {}

    /** A caller in a town of their own, so that no attempt changes what the next finds. */
    record Try(Town town, Principal caller, Tokens callersOwn, Target target) {}

    Try prepared(String role, String whose) {
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

    static Map<String, Function<Try, Object>> all() {
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
        all.put(
                "ChangeSession.deleteAll",
                it -> it.town.engine.useCases().changeSession().deleteAll(it.caller));
        all.put("ChangeSession.restore", Attempts::restore);
        all.put(
                "FollowUser.follow",
                it -> it.town.engine.useCases().followUser().follow(it.caller, () -> {}));
        all.put(
                "SearchMessages.search",
                it -> it.town
                        .engine
                        .useCases()
                        .searchMessages()
                        .search(new SearchMessages.Query(it.caller, "hello", null, 10)));
        all.put(
                "ManagePreferences.read",
                it -> it.town.engine.useCases().managePreferences().read(it.caller));
        all.put(
                "ManagePreferences.change",
                it -> it.town
                        .engine
                        .useCases()
                        .managePreferences()
                        .change(new ManagePreferences.Command(
                                it.caller, null, "dark", null, null, null, null, null, null, Set.of())));
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
        all.put("OwnAccount.avatar", it -> {
            give(it.callersOwn, it.town);
            return it.town.people.ownAccount().avatar(it.caller);
        });
        all.put("OwnAccount.changeAvatar", it -> it.town.people.ownAccount().changeAvatar(it.caller, PICTURE));
        all.put("OwnAccount.removeAvatar", it -> it.town.people.ownAccount().removeAvatar(it.caller));
        all.put(
                "OwnAccount.changePassword",
                it -> it.town.people.ownAccount().changePassword(it.caller, PASSWORD, "another long phrase", HOME));
        all.put("OwnAccount.export", it -> done(it.town.people.ownAccount().export(it.caller, HOME)));
        all.put("OwnAccount.delete", it -> done(it.town.people.ownAccount().delete(it.caller, PASSWORD, HOME)));
    }

    private static void tenants(Map<String, Function<Try, Object>> all) {
        all.put(
                "ReadPresence.online",
                it -> it.town.engine.useCases().readPresence().online(it.caller, null, 10));
        all.put("ManageUsers.list", it -> it.town.people.manageUsers().list(it.caller, null, 10));
        all.put(
                "ManageUsers.read",
                it -> it.town
                        .people
                        .manageUsers()
                        .read(it.caller, it.target.owner.account().id()));
        all.put("ManageUsers.avatar", it -> {
            give(it.target.owner, it.town);
            return it.town
                    .people
                    .manageUsers()
                    .avatar(it.caller, it.target.owner.account().id());
        });
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
        sendingAway(all);
        keys(all);
        all.put("ReadAudit.read", it -> it.town.people.readAudit().read(it.caller, ReadAudit.Query.all(null, 10)));
        all.put("ReadAudit.export", it -> it.town.people.readAudit().export(it.caller, ReadAudit.Search.ALL));
        all.put("ReadAudit.verify", it -> it.town.people.readAudit().verify(it.caller));
        all.put("KeepKeys.rotate", it -> it.town.people.keepKeys().rotate(it.caller, true, HOME));
        all.put("KeepKeys.seal", it -> it.town.people.keepKeys().seal(it.caller, null));
    }

    private static void sendingAway(Map<String, Function<Try, Object>> all) {
        all.put("ManageUsers.lock", it -> it.town.people.manageUsers().lock(it.caller, target(it), HOME));
        all.put("ManageUsers.unlock", it -> it.town.people.manageUsers().unlock(it.caller, target(it), HOME));
        all.put("ManageUsers.endLogins", it -> it.town.people.manageUsers().endLogins(it.caller, target(it), HOME));
        all.put("ManageUsers.allowReset", it -> it.town.people.manageUsers().allowReset(it.caller, target(it), HOME));
    }

    private static UserId target(Try it) {
        return it.target.owner.account().id();
    }

    private static void give(Tokens account, Town town) {
        assertThat(town.people.ownAccount().changeAvatar(Town.principal(account.account()), PICTURE))
                .isInstanceOf(OwnAccount.Outcome.Found.class);
    }

    private static void keys(Map<String, Function<Try, Object>> all) {
        all.put("ManageApiKeys.list", it -> it.town.people.manageApiKeys().list(it.caller));
        all.put("ManageApiKeys.create", it -> it.town.people.manageApiKeys().create(newKey(it.caller)));
        all.put("ManageApiKeys.revoke", it -> {
            ManageApiKeys keys = it.town.people.manageApiKeys();
            TenantId tenant = it.target.owner.account().tenant();
            var admin = new Principal(tenant, new UserId("an-admin"), null, "en", Permission.of(Role.ADMIN));
            var made = (ManageApiKeys.CreateOutcome.Created) keys.create(newKey(admin));
            return keys.revoke(it.caller, made.key().id(), HOME);
        });
    }

    private static ManageApiKeys.NewKey newKey(Principal caller) {
        return new ManageApiKeys.NewKey(caller, "shop", "a key", Set.of("chat"), null, HOME);
    }

    private static Object done(@Nullable Refusal refusal) {
        return refusal == null ? "done" : new OwnAccount.Outcome.Refused(refusal);
    }

    @Override
    public void close() {
        towns.forEach(Town::close);
    }
}
