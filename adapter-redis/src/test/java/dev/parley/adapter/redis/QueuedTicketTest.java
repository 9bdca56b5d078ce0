package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.application.port.out.ReplyJobs.Ticket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.resps.Tuple;

class QueuedTicketTest {

    @Test
    void a_ticket_comes_back_as_it_was() {
        var ticket = new Ticket(Samples.keyOf("acme.co-1_x"), Samples.anId());

        QueuedTicket back =
                QueuedTicket.from(new Tuple(QueuedTicket.unplaced(ticket).text(), 7.0));

        assertThat(back).isEqualTo(new QueuedTicket(ticket, 7.0));
        assertThat(Double.parseDouble(back.placeText())).isEqualTo(7.0);
        assertThat(QueuedTicket.unplaced(ticket).placeText()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "::",
                "acme",
                "acme:0190a0b0-0000-7000-8000-000000000001",
                "acme:0190a0b0-0000-7000-8000-000000000001:not-an-id",
                "not a tenant:0190a0b0-0000-7000-8000-000000000001:0190a0b0-0000-7000-8000-000000000002",
                "a:b:0190a0b0-0000-7000-8000-000000000001:0190a0b0-0000-7000-8000-000000000002"
            })
    void what_is_no_ticket_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> QueuedTicket.from(new Tuple(text, 1.0)));
    }
}
