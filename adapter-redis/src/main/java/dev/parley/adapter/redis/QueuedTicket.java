package dev.parley.adapter.redis;

import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.resps.Tuple;

/**
 * A ticket on its way through the queue. In Redis it is {@code tenant:session:reply}: names, and nothing anybody said.
 *
 * @param place where it stood in the queue; null if it was in none yet
 */
record QueuedTicket(Ticket ticket, @Nullable Double place) {

    private static final String SEPARATOR = ":";
    private static final int PARTS = 3;

    static QueuedTicket unplaced(Ticket ticket) {
        return new QueuedTicket(ticket, null);
    }

    /**
     * What Redis gave.
     *
     * @throws IllegalArgumentException if it is no ticket
     */
    static QueuedTicket from(Tuple taken) {
        String[] parts = taken.getElement().split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("a ticket has " + PARTS + " parts, not " + parts.length);
        }
        var key = new SessionKey(new TenantId(parts[0]), new SessionId(UUID.fromString(parts[1])));
        return new QueuedTicket(new Ticket(key, new MessageId(UUID.fromString(parts[2]))), taken.getScore());
    }

    /** Itself, as Redis gets it. */
    String text() {
        SessionKey key = ticket.key();
        return String.join(
                SEPARATOR,
                key.tenant().value(),
                key.session().toString(),
                ticket.reply().toString());
    }

    /** Its place, as Redis gets it; empty for behind all others. */
    String placeText() {
        return place == null ? "" : place.toString();
    }
}
