package dev.parley.application.usecase;

import dev.parley.application.port.in.AdoptSessions;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.UserKey;
import dev.parley.application.port.out.UserNews;
import dev.parley.domain.identity.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a visitor's sessions those of the user the visitor turned out to be. */
final class AdoptSessionsUseCase implements AdoptSessions {

    private static final int AT_ONCE = 100;

    private final Ports ports;
    private final Announcer announcer;

    AdoptSessionsUseCase(Ports ports, Announcer announcer) {
        this.ports = ports;
        this.announcer = announcer;
    }

    @Override
    public int adopt(Principal guest, UserId user, @Nullable String name) {
        // Somebody with an account keeps what is theirs.
        if (guest.may(Permission.OWN_ACCOUNT) || guest.user().equals(user)) {
            return 0;
        }
        adoptPreferences(ManagePreferencesUseCase.keyOf(guest), new UserKey(guest.tenant(), user));
        int adopted = 0;
        List<RecordedEvent> events = some(guest, user, name);
        while (!events.isEmpty()) {
            events.forEach(announcer::appended);
            adopted += events.size();
            events = some(guest, user, name);
        }
        if (adopted > 0) {
            ports.userBus().tell(new UserNews.MuchChanged(ManagePreferencesUseCase.keyOf(guest)));
        }
        return adopted;
    }

    private void adoptPreferences(UserKey guest, UserKey user) {
        if (ports.preferences().handOver(guest, user)) {
            ports.preferences()
                    .find(user)
                    .ifPresent(now -> ports.userBus()
                            .tell(new UserNews.PreferencesChanged(user, now.preferences(), now.updatedAt())));
        }
    }

    private List<RecordedEvent> some(Principal guest, UserId user, @Nullable String name) {
        return ports.sessions().handOver(guest.tenant(), guest.user(), user, name, ports.now(), AT_ONCE);
    }
}
