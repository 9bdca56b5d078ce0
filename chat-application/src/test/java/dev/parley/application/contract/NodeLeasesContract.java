package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.NodeLeases;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every {@link NodeLeases} passes this suite. */
public abstract class NodeLeasesContract extends StoreContract {

    @Test
    void g1_each_life_of_a_node_has_a_higher_epoch() {
        NodeLease first = node("a");
        NodeLease second = node("a");
        leases.release(second);
        NodeLease third = node("a");

        assertThat(first.node()).isEqualTo("a");
        assertThat(first.epoch()).isLessThan(second.epoch());
        assertThat(second.epoch()).isLessThan(third.epoch());
    }

    @Test
    void g1_taking_ends_the_earlier_lease_at_once() {
        NodeLease first = node("a");

        NodeLease second = node("a");

        assertThat(leases.renew(first, LONG)).isFalse();
        assertThat(leases.renew(second, LONG)).isTrue();
    }

    @Test
    void g1_nodes_do_not_end_each_other() {
        List<NodeLease> taken = List.of(node("a"), node("a."), node("a-1"), node("a_1"), node("b"));

        assertThat(taken)
                .allSatisfy(lease -> assertThat(leases.renew(lease, LONG)).isTrue());
    }

    @Test
    void g1_of_many_that_take_at_once_the_last_one_lives() throws Exception {
        List<NodeLease> taken = Race.of(Race.MANY, runner -> node("a"));

        assertThat(taken).doesNotHaveDuplicates();
        NodeLease newest =
                taken.stream().max(Comparator.comparingLong(NodeLease::epoch)).orElseThrow();
        assertThat(taken.stream().filter(lease -> leases.renew(lease, LONG))).containsExactly(newest);
    }

    @Test
    void g2_a_lease_is_alive_for_its_time() {
        NodeLease lease = leases.take("a", LONG);

        backend.letTimePass(backend.shortLease());

        assertThat(leases.renew(lease, LONG)).isTrue();
    }

    @Test
    void g2_a_lease_runs_out_when_its_time_has_passed() {
        NodeLease lease = leases.take("a", backend.shortLease());

        backend.letTimePass(backend.shortLease());

        assertThat(leases.renew(lease, LONG)).isFalse();
    }

    @Test
    void g2_a_renewed_lease_lives_on() {
        NodeLease lease = renewed("a");

        backend.letTimePass(backend.shortLease());

        assertThat(leases.renew(lease, LONG)).isTrue();
    }

    @Test
    void g2_a_renewal_counts_from_when_it_was_made() {
        NodeLease lease = leases.take("a", LONG);

        leases.renew(lease, backend.shortLease());
        backend.letTimePass(backend.shortLease());

        assertThat(leases.renew(lease, LONG)).isFalse();
    }

    @Test
    void g3_a_refused_renewal_changes_nothing() {
        NodeLease replaced = node("a");
        NodeLease present = node("a");

        leases.renew(replaced, LONG);
        assertThat(leases.renew(present, LONG)).isTrue();

        leases.release(present);
        assertThat(leases.renew(present, LONG)).isFalse();
        assertThat(leases.renew(present, LONG)).isFalse();
    }

    @Test
    void g3_a_lease_that_ran_out_does_not_come_back() {
        NodeLease lease = leases.take("a", backend.shortLease());
        backend.letTimePass(backend.shortLease());

        leases.renew(lease, LONG);

        assertThat(leases.renew(lease, LONG)).isFalse();
    }

    @Test
    void g3_a_lease_nobody_took_is_not_renewed() {
        NodeLease lease = node("a");

        assertThat(leases.renew(new NodeLease("a", lease.epoch() + 1), LONG)).isFalse();
        assertThat(leases.renew(new NodeLease("b", 1), LONG)).isFalse();
        assertThat(leases.renew(lease, LONG)).isTrue();
    }

    @Test
    void g4_a_released_lease_is_dead_at_once() {
        NodeLease lease = node("a");

        leases.release(lease);
        leases.release(lease);

        assertThat(leases.renew(lease, LONG)).isFalse();
    }

    @Test
    void g4_releasing_an_earlier_lease_leaves_the_present_one() {
        NodeLease earlier = node("a");
        NodeLease present = node("a");

        leases.release(earlier);
        leases.release(new NodeLease("b", 1));

        assertThat(leases.renew(present, LONG)).isTrue();
    }

    @Test
    void g5_a_lost_backend_is_reported_by_every_method() {
        NodeLease lease = node("a");
        backend.cutConnection();

        assertLost(() -> leases.take("a", LONG));
        assertLost(() -> leases.renew(lease, LONG));
        assertLost(() -> leases.release(lease));
    }

    @Test
    void g5_a_lease_is_known_after_an_outage() {
        NodeLease lease = node("a");

        backend.cutConnection();
        use(backend.reconnect());

        assertThat(leases.renew(lease, LONG)).isTrue();
        assertThat(node("a").epoch()).isGreaterThan(lease.epoch());
    }
}
