package dev.parley.application.local;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyDecision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

final class InMemoryReplyJobs implements ReplyJobs {

    private final MemoryConnection connection;

    InMemoryReplyJobs(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public List<Ticket> startable(int limit) {
        return connection.transaction(memory -> memory.openReplies().stream()
                .filter(reply -> isNext(reply) && reply.isClaimable(hasLivingOwner(memory, reply)))
                .limit(limit)
                .map(MemoryReply::ticket)
                .toList());
    }

    @Override
    public Optional<Job> claim(Ticket ticket, NodeLease owner, Instant at) {
        return connection.transaction(memory -> reply(memory, ticket.key(), ticket.reply())
                .filter(InMemoryReplyJobs::isNext)
                .flatMap(reply -> reply.claim(owner, hasLivingOwner(memory, reply))));
    }

    @Override
    public Set<Claim> checkpointAll(Map<Claim, String> texts) {
        return connection.transaction(memory -> texts.entrySet().stream()
                .filter(kept -> claimed(memory, kept.getKey())
                        .filter(reply -> reply.keep(kept.getKey(), kept.getValue()))
                        .isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Finish finish(Claim claim, Content.FromAi content, Instant at) {
        return connection.transaction(memory -> claimed(memory, claim)
                .filter(reply -> reply.session().living() && reply.finish(claim, content))
                .map(reply -> Ending.of(memory, reply, content, at))
                .<Finish>map(ending -> new Finish.Finished(ending.message(), ending.event(), ending.next()))
                .orElseGet(Finish.Lost::new));
    }

    @Override
    public boolean handBack(Claim claim) {
        return connection.transaction(memory ->
                claimed(memory, claim).filter(reply -> reply.handBack(claim)).isPresent());
    }

    @Override
    public Cancellation cancel(SessionKey key, MessageId id, Instant at) {
        return connection.transaction(memory ->
                reply(memory, key, id).map(reply -> cancel(memory, reply, at)).orElseGet(Cancellation.Missing::new));
    }

    @Override
    public List<MessageId> cancelRequested(NodeLease owner) {
        return connection.transaction(memory -> memory.openReplies().stream()
                .filter(reply -> owner.equals(reply.owner()) && reply.isWantedStopped())
                .map(MemoryReply::id)
                .toList());
    }

    @Override
    public Optional<Progress> progress(SessionKey key, MessageId questionOrReply) {
        return connection.transaction(memory ->
                Optional.ofNullable(memory.reply(key, questionOrReply)).map(MemoryReply::progress));
    }

    @Override
    public List<Progress> open(SessionKey key) {
        return connection.transaction(memory -> Optional.ofNullable(memory.living(key)).stream()
                .flatMap(session -> session.replies().open().stream())
                .map(MemoryReply::progress)
                .toList());
    }

    private static Optional<MemoryReply> reply(Memory memory, SessionKey key, MessageId id) {
        return Optional.ofNullable(memory.reply(key, id))
                .filter(reply -> reply.id().equals(id));
    }

    /** Also in a deleted session: it may be restored. */
    private static Optional<MemoryReply> claimed(Memory memory, Claim claim) {
        return Optional.ofNullable(memory.known(claim.key()))
                .map(session -> session.replies().find(claim.reply()))
                .filter(reply -> reply.id().equals(claim.reply()));
    }

    private static boolean isNext(MemoryReply reply) {
        return reply.session().living() && reply.session().replies().first() == reply;
    }

    private static boolean hasLivingOwner(Memory memory, MemoryReply reply) {
        return memory.leases().alive(reply.owner());
    }

    private static Cancellation cancel(Memory memory, MemoryReply reply, Instant at) {
        return switch (reply.cancel()) {
            case ReplyDecision.Cancellation.Stopped stopped -> {
                Ending ending = Ending.of(memory, reply, reply.cancelled(stopped.life()), at);
                yield new Cancellation.Ended(ending.message(), ending.event(), ending.next());
            }
            case ReplyDecision.Cancellation.Requested ignored -> new Cancellation.Requested();
            case ReplyDecision.Cancellation.AlreadyEnded ended ->
                new Cancellation.AlreadyEnded(ended.life().state());
        };
    }
}
