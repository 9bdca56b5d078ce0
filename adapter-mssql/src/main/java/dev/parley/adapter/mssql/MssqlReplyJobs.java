package dev.parley.adapter.mssql;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class MssqlReplyJobs implements ReplyJobs {

    private final Transactions transactions;

    MssqlReplyJobs(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<Ticket> startable(int limit) {
        return transactions.run("finding replies to be written", handle -> ReplySweep.startable(handle, limit));
    }

    @Override
    public Optional<Job> claim(Ticket ticket, NodeLease owner, Instant at) {
        return transactions.run("claiming a reply", handle -> ReplyClaims.claim(handle, ticket, owner, at));
    }

    @Override
    public Set<Claim> checkpointAll(Map<Claim, String> texts) {
        return transactions.runEach("keeping replies' texts", handle -> ReplyClaims.checkpoint(handle, texts));
    }

    @Override
    public Finish finish(Claim claim, Content.FromAi content, Instant at) {
        return transactions.run("finishing a reply", handle -> ReplyEndings.finish(handle, claim, content, at));
    }

    @Override
    public boolean handBack(Claim claim) {
        return transactions.run("handing a reply back", handle -> ReplyClaims.handBack(handle, claim));
    }

    @Override
    public Cancellation cancel(SessionKey key, MessageId reply, Instant at) {
        return transactions.run("cancelling a reply", handle -> ReplyEndings.cancel(handle, key, reply, at));
    }

    @Override
    public List<MessageId> cancelRequested(NodeLease owner) {
        return transactions.run("finding cancelled replies", handle -> ReplySweep.cancelRequested(handle, owner));
    }

    @Override
    public Optional<Progress> progress(SessionKey key, MessageId questionOrReply) {
        return transactions.run(
                "reading a reply's progress",
                handle -> ReplyRow.byId(handle, key, questionOrReply)
                        .or(() -> ReplyRow.byQuestion(handle, key, questionOrReply))
                        .map(ReplyRow::progress));
    }

    @Override
    public List<Progress> open(SessionKey key) {
        return transactions.run(
                "reading open replies",
                handle -> ReplyRow.open(handle, key).stream()
                        .map(ReplyRow::progress)
                        .toList());
    }
}
