package dev.parley.application.usecase;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.message.MessageId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims replies for this node, and has those it gets written. Blocks until they are. */
final class ReplyClaims {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyClaims.class);

    private final Ports ports;
    private final NodeLife life;
    private final ReplyWriter writer;
    private final ReplyConclusion conclusion;
    private final UnstoredReplies unstored;
    private final Set<MessageId> claiming = ConcurrentHashMap.newKeySet();

    ReplyClaims(Ports ports, NodeLife life, ReplyWriter writer, ReplyConclusion conclusion, UnstoredReplies unstored) {
        this.ports = ports;
        this.life = life;
        this.writer = writer;
        this.conclusion = conclusion;
        this.unstored = unstored;
    }

    /** One thread of this node at a time claims what was answered without a claim: else each would take the other for another node. */
    void write(ReplyJobs.Ticket ticket) {
        UnstoredReply answered = unstored.find(ticket.reply());
        if (answered == null) {
            claimAndWrite(ticket);
        } else if (answered.beginsToConclude()) {
            try {
                claimAndWrite(ticket);
            } finally {
                answered.wasTried();
            }
        }
    }

    /** The same for who has begun to conclude it. */
    void claimAndWrite(ReplyJobs.Ticket ticket) {
        NodeLease lease = life.lease();
        if (lease == null || conclusion.isPutOff(ticket.reply())) {
            return;
        }
        try {
            claimAlone(ticket, lease).ifPresent(writer::write);
        } catch (RuntimeException | Error e) {
            LOG.error("reply {} failed in a way it should not", ticket.reply(), e);
        }
    }

    /** A claim that waits for somebody who holds the session is waited for once, however often the sweep finds the reply. */
    private Optional<ReplyJobs.Job> claimAlone(ReplyJobs.Ticket ticket, NodeLease lease) {
        if (!claiming.add(ticket.reply())) {
            return Optional.empty();
        }
        try {
            return claim(ticket, lease);
        } finally {
            claiming.remove(ticket.reply());
        }
    }

    private Optional<ReplyJobs.Job> claim(ReplyJobs.Ticket ticket, NodeLease lease) {
        try {
            return ports.jobs().claim(ticket, lease, ports.now());
        } catch (StoreException.Unavailable e) {
            LOG.warn("reply {} could not be claimed now; the sweep will find it", ticket.reply(), e);
            conclusion.settle(ticket, lease);
            return Optional.empty();
        }
    }
}
