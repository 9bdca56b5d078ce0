package dev.parley.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.StoreException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeLifeTest {

    private static final Duration LEASE = Duration.ofSeconds(15);

    private final HandClock clock = new HandClock();
    private final NodeLeases leases = InMemoryStores.empty(clock).leases();
    private final Shaky store = new Shaky();
    private final NodeLife life = new NodeLife(store.over(NodeLeases.class, leases), "node", LEASE, clock);

    @Test
    void a_lease_known_to_be_lost_is_not_relied_on_though_no_other_can_be_taken() {
        life.renew();
        NodeLease before = life.lease();
        leases.take("node", LEASE);
        store.breaks("take", Shaky.When.BEFORE);

        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(life::renew);

        assertThat(life.lease()).isNull();
        assertThat(life.allows(before)).isFalse();
        store.heals("take");
        life.renew();
        assertThat(life.lease().epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void a_lease_that_could_not_be_renewed_now_is_relied_on_for_two_thirds_of_its_time() {
        life.renew();
        store.breaks("renew", Shaky.When.BEFORE);

        clock.pass(LEASE.multipliedBy(2).dividedBy(3).minusNanos(1));
        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(life::renew);
        assertThat(life.lease()).isNotNull();

        clock.pass(Duration.ofNanos(1));
        assertThat(life.lease()).isNull();
    }
}
