package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.EventBusContract;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LocalEventBusTest extends EventBusContract {

    private static final SessionKey KEY = new SessionKey(TenantId.DEFAULT, new SessionId(new UUID(1, 1)));
    private static final Announcement ANNOUNCEMENT =
            new Announcement.CancelRequested(KEY, new MessageId(new UUID(2, 2)));

    private final EventBus bus = new LocalEventBus();

    @Override
    protected EventBus openBus() {
        return bus;
    }

    @Override
    protected EventBus openBusOfAnotherNode() {
        return bus;
    }

    @Override
    protected void loseBackend() {
        // There is none: everything is in this process.
    }

    @Test
    void listeners_are_told_before_announce_returns() {
        List<Announcement> told = new ArrayList<>();
        bus.listen(KEY, told::add);
        bus.listenToAll(told::add);

        bus.announce(ANNOUNCEMENT);

        assertThat(told).containsExactly(ANNOUNCEMENT, ANNOUNCEMENT);
    }

    @Test
    void a_listener_that_another_one_closed_is_not_told() {
        List<Announcement> told = new ArrayList<>();
        AtomicReference<Listening> second = new AtomicReference<>();
        bus.listen(KEY, announcement -> second.get().close());
        second.set(bus.listenToAll(told::add));

        bus.announce(ANNOUNCEMENT);

        assertThat(told).isEmpty();
    }
}
