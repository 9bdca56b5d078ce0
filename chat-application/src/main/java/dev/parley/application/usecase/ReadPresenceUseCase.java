package dev.parley.application.usecase;

import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadPresence;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.Presence;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.UserId;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells who is online. As with a list of accounts, that somebody looks is written down first. */
final class ReadPresenceUseCase implements ReadPresence {

    private static final int MOST = 100;

    private final Presence presence;
    private final Witness witness;

    ReadPresenceUseCase(Presence presence, Witness witness) {
        this.presence = presence;
        this.witness = witness;
    }

    @Override
    public Outcome online(Principal caller, @Nullable String after, int limit) {
        if (!caller.may(Permission.READ_ALL_SESSIONS)) {
            return new Outcome.Refused(new Refusal(ErrorCode.FORBIDDEN, null, "needs permission READ_ALL_SESSIONS"));
        }
        if (after != null && !isUser(after)) {
            return refused("after", "must be the id of a user");
        }
        if (limit < 1 || limit > MOST) {
            return refused("limit", "must be 1 to " + MOST);
        }
        witness.looks(caller, AuditAction.USERS_LISTED, caller.tenant().value(), "online");
        Set<Presence.Member> online = presence.online(caller.tenant());
        return new Outcome.Page(
                online.stream()
                        .map(member -> new Person(member.user(), member.role()))
                        .filter(person -> after == null || person.user().value().compareTo(after) > 0)
                        .sorted(Comparator.comparing(person -> person.user().value()))
                        .limit(limit)
                        .toList(),
                online.size());
    }

    private static Outcome refused(String field, String rule) {
        return new Outcome.Refused(new Refusal(ErrorCode.INVALID_MESSAGE, field, rule));
    }

    private static boolean isUser(String text) {
        try {
            return !new UserId(text).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
