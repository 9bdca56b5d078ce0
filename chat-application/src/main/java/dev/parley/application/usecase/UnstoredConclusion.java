package dev.parley.application.usecase;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyState;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets what was answered while the store was away into it: by claiming it, and going on with what there is. */
final class UnstoredConclusion implements Outage.Replies {

    private static final Logger LOG = LoggerFactory.getLogger(UnstoredConclusion.class);

    private final ReplyJobs jobs;
    private final NodeLife life;
    private final RunningReplies running;
    private final ReplyClaims claims;
    private final KeptReplies kept;
    private final UnstoredReplies replies;

    UnstoredConclusion(
            ReplyJobs jobs,
            NodeLife life,
            RunningReplies running,
            ReplyClaims claims,
            KeptReplies kept,
            UnstoredReplies replies) {
        this.jobs = jobs;
        this.life = life;
        this.running = running;
        this.claims = claims;
        this.kept = kept;
        this.replies = replies;
    }

    /** A node that has lost its lease meanwhile takes a new one at once, to be the first who claims what it has answered. */
    @Override
    public void beforeReplay() {
        try {
            if (!replies.all().isEmpty() && life.lease() == null) {
                life.renew();
            }
        } catch (StoreException.Broken e) {
            LOG.warn("no lease can be had now; others may answer what was answered here", e);
        }
    }

    /** What has ended is concluded before this returns: a session's next message comes after it. */
    @Override
    public boolean stored(NewMessage message) {
        UnstoredReply reply = replies.find(message.reply());
        if (reply == null) {
            return false;
        }
        if (reply.hasEnded()) {
            conclude(reply);
        } else {
            concludeSoon(reply);
        }
        return true;
    }

    @Override
    public void dropped(NewMessage message) {
        replies.drop(message.reply());
    }

    /** Tries all whose questions the store has. Called every now and then by a timer. Does not block. */
    void concludeAll() {
        List<UnstoredReply> all = replies.all();
        if (!all.isEmpty()) {
            Set<MessageId> waiting = kept.waiting();
            all.stream()
                    .filter(reply -> !waiting.contains(reply.ticket().reply()))
                    .forEach(this::concludeSoon);
        }
    }

    private void concludeSoon(UnstoredReply reply) {
        Thread.ofVirtual().name("parley-conclude").start(() -> conclude(reply));
    }

    /** Takes none of the places: nothing is begun by it, and what goes on has one. */
    private void conclude(UnstoredReply reply) {
        if (life.lease() == null || !reply.beginsToConclude()) {
            return;
        }
        try {
            if (reply.isToBeGoneOnWith()) {
                claims.claimAndWrite(reply.ticket());
            }
            dropIfElsewhere(reply.ticket());
        } catch (StoreException e) {
            LOG.warn(
                    "reply {} could not be concluded now; this will be tried again",
                    reply.ticket().reply(),
                    e);
        } finally {
            reply.wasTried();
        }
    }

    /** Whoever else writes it, or has ended it, does so for all. */
    private void dropIfElsewhere(ReplyJobs.Ticket ticket) {
        if (replies.find(ticket.reply()) == null || running.isWriting(ticket.reply())) {
            return;
        }
        boolean waits = jobs.progress(ticket.key(), ticket.reply())
                .filter(progress -> progress.state() == ReplyState.PENDING)
                .isPresent();
        if (!waits && !running.isWriting(ticket.reply())) {
            replies.drop(ticket.reply());
        }
    }
}
