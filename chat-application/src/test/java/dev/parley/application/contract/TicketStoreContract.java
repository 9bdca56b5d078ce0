package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.application.port.out.TicketStore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every {@link TicketStore} passes this suite. A ticket runs out in second 30. */
public abstract class TicketStoreContract extends StoreContract {

    @Test
    void g1_a_ticket_is_spent_once() {
        assertThat(tickets.spend(ACME, ticket(1), second(30))).isTrue();
        assertThat(tickets.spend(ACME, ticket(1), second(30))).isFalse();
        assertThat(tickets.spend(ACME, ticket(2), second(30))).isTrue();
    }

    @Test
    void g1_of_many_who_spend_one_is_the_first() throws Exception {
        var first = Race.of(16, number -> tickets.spend(ACME, ticket(1), second(30)));

        assertThat(first).filteredOn(won -> won).hasSize(1);
    }

    @Test
    void g1_another_node_knows_that_it_was_spent() {
        tickets.spend(ACME, ticket(1), second(30));

        assertThat(backend.reconnect().tickets().spend(ACME, ticket(1), second(30)))
                .isFalse();
    }

    @Test
    void g2_another_tenants_ticket_is_another_one() {
        tickets.spend(ACME, ticket(1), second(30));

        assertThat(tickets.spend(GLOBEX, ticket(1), second(30))).isTrue();
        assertThat(tickets.spend(GLOBEX, ticket(1), second(30))).isFalse();
    }

    @Test
    void g3_purging_forgets_what_has_run_out_and_nothing_else() {
        tickets.spend(ACME, ticket(1), second(30));
        tickets.spend(GLOBEX, ticket(2), second(31));

        assertThat(tickets.purge(second(30), 10)).isZero();
        assertThat(tickets.purge(second(31), 10)).isEqualTo(1);
        assertThat(tickets.spend(GLOBEX, ticket(2), second(31))).isFalse();
        assertThat(tickets.spend(ACME, ticket(1), second(30))).isTrue();
    }

    @Test
    void g3_purging_goes_step_by_step() {
        IntStream.range(0, 5).forEach(number -> tickets.spend(ACME, ticket(number), second(30)));

        assertThat(tickets.purge(second(60), 2)).isEqualTo(2);
        assertThat(tickets.purge(second(60), 2)).isEqualTo(2);
        assertThat(tickets.purge(second(60), 2)).isEqualTo(1);
    }

    @Test
    void g4_a_lost_backend_is_reported_and_forgets_nothing() {
        tickets.spend(ACME, ticket(1), second(30));

        backend.cutConnection();

        assertLost(() -> tickets.spend(ACME, ticket(2), second(30)));
        assertLost(() -> tickets.purge(second(60), 1));
        use(backend.reconnect());
        assertThat(tickets.spend(ACME, ticket(1), second(30))).isFalse();
        assertThat(tickets.spend(ACME, ticket(2), second(30))).isTrue();
    }

    private static SecretDigest ticket(int number) {
        return new SecretDigest("%064x".formatted(number));
    }
}
