package dev.parley.application.local;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

final class InMemoryReplyJobs implements ReplyJobs {

    private final MemoryConnection connection;

    InMemoryReplyJobs(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public List<Ticket> startable(int limit) {
        return connection.transaction(memory -> memory.openReplies().stream()
                .filter(reply -> claimable(memory, reply))
                .limit(limit)
                .map(MemoryReply::ticket)
                .toList());
    }

    @Override
    public Optional<Job> claim(Ticket ticket, NodeLease owner, Instant at) {
        return connection.transaction(memory -> reply(memory, ticket.key(), ticket.reply())
                .filter(reply -> claimable(memory, reply))
                .map(reply -> reply.claim(owner)));
    }

    @Override
    public boolean checkpoint(Claim claim, String text) {
        return whileHeld(claim, reply -> reply.keep(text));
    }

    @Override
    public Finish finish(Claim claim, Content.FromAi content, Instant at) {
        return connection.transaction(memory -> held(memory, claim)
                .filter(reply -> reply.session().living())
                .map(reply -> Ending.of(memory, reply, content, at))
                .<Finish>map(ending -> new Finish.Finished(ending.message(), ending.event(), ending.next()))
                .orElseGet(Finish.Lost::new));
    }

    @Override
    public boolean handBack(Claim claim) {
        return whileHeld(claim, MemoryReply::handBack);
    }

    @Override
    public Cancellation cancel(SessionKey key, MessageId id, Instant at) {
        return connection.transaction(memory ->
                reply(memory, key, id).map(reply -> cancel(memory, reply, at)).orElseGet(Cancellation.Missing::new));
    }

    @Override
    public List<MessageId> cancelRequested(NodeLease owner) {
        return connection.transaction(memory -> memory.openReplies().stream()
                .filter(reply -> reply.cancelRequested() && owner.equals(reply.owner()))
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

    private boolean whileHeld(Claim claim, Consumer<MemoryReply> change) {
        return connection.transaction(memory -> {
            Optional<MemoryReply> held = held(memory, claim);
            held.ifPresent(change);
            return held.isPresent();
        });
    }

    private static Optional<MemoryReply> reply(Memory memory, SessionKey key, MessageId id) {
        return Optional.ofNullable(memory.reply(key, id))
                .filter(reply -> reply.id().equals(id));
    }

    private static Optional<MemoryReply> held(Memory memory, Claim claim) {
        return Optional.ofNullable(memory.known(claim.key()))
                .map(session -> session.replies().find(claim.reply()))
                .filter(reply -> reply.isWrittenUnder(claim));
    }

    private static boolean claimable(Memory memory, MemoryReply reply) {
        return reply.session().living()
                && reply.session().replies().first() == reply
                && (reply.state() == ReplyState.PENDING || !memory.leases().alive(reply.owner()));
    }

    private static Cancellation cancel(Memory memory, MemoryReply reply, Instant at) {
        return switch (reply.state()) {
            case PENDING -> {
                Ending ending = Ending.of(memory, reply, cancelled(reply), at);
                yield new Cancellation.Ended(ending.message(), ending.event(), ending.next());
            }
            case STREAMING -> {
                reply.requestCancel();
                yield new Cancellation.Requested();
            }
            case COMPLETE, CANCELLED, INTERRUPTED, FAILED -> new Cancellation.AlreadyEnded(reply.state());
        };
    }

    private static Content.FromAi cancelled(MemoryReply reply) {
        return new Content.FromAi(reply.checkpoint(), new ReplyEnding.Cancelled(), reply.attempt(), null);
    }
}
