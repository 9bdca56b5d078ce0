package dev.parley.adapter.mssql;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs.Claim;
import dev.parley.application.port.out.ReplyJobs.Job;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/** Who writes a reply. Every change names the attempt and the owner it believes in, and changes nothing if it errs. */
final class ReplyClaims {

    /** The fence: true for the claim that holds, and for no other. */
    static final String HELD = Heads.KEY + " AND reply_id = :reply AND state = 'streaming' AND attempt = :attempt"
            + " AND owner_node = :node AND owner_epoch = :epoch";

    private static final String RUN =
            "UPDATE ${schema}.chat_session_heads SET running_reply_id = :reply WHERE " + Heads.KEY;

    private static final String CLAIM = """
            UPDATE ${schema}.chat_replies SET state = 'streaming', attempt = attempt + 1, takeovers = :takeovers,
                owner_node = :node, owner_epoch = :epoch, claimed_at = :at
            WHERE
            """ + Heads.KEY + " AND reply_id = :reply AND attempt = :seen";

    private static final String CHECKPOINT = "UPDATE ${schema}.chat_replies SET partial_text = :text WHERE " + HELD;

    private static final String REST =
            "UPDATE ${schema}.chat_session_heads SET running_reply_id = NULL WHERE " + Heads.KEY;

    private static final String HAND_BACK =
            "UPDATE ${schema}.chat_replies SET state = 'pending', owner_node = NULL, owner_epoch = NULL WHERE " + HELD;

    private ReplyClaims() {}

    static Optional<Job> claim(Handle handle, Ticket ticket, NodeLease owner, Instant at) {
        if (!run(handle, ticket)) {
            return Optional.empty();
        }
        List<ReplyRow> open = ReplyRow.open(handle, ticket.key());
        ReplyRow first = open.isEmpty() ? null : open.getFirst();
        if (first == null || !first.reply().equals(ticket.reply()) || !first.isFree()) {
            handle.rollback();
            return Optional.empty();
        }
        int takeovers = first.takeovers() + (first.state() == ReplyState.STREAMING ? 1 : 0);
        if (!take(handle, ticket.key(), first, owner, takeovers, at)) {
            handle.rollback();
            return Optional.empty();
        }
        Claim claim = new Claim(ticket.key(), ticket.reply(), first.attempt() + 1, owner);
        return Optional.of(new Job(
                claim, first.question(), first.turn(), takeovers, first.text(), first.cancelRequested(), first.head()));
    }

    /** Gives those that were lost. Always in the same order, so that two who keep the same rows never wait in a ring. */
    static Set<Claim> checkpoint(Handle handle, Map<Claim, String> texts) {
        List<Claim> claims = texts.keySet().stream()
                .sorted(comparing(claim -> claim.reply().value()))
                .toList();
        if (claims.isEmpty()) {
            return Set.of();
        }
        Words words = Words.of(handle);
        try (PreparedBatch batch = handle.prepareBatch(CHECKPOINT)) {
            claims.forEach(claim -> held(batch, claim)
                    .bind("text", sealed(words, claim, requireNonNull(texts.get(claim))))
                    .add());
            int[] changed = batch.execute();
            return IntStream.range(0, changed.length)
                    .filter(index -> changed[index] != 1)
                    .mapToObj(claims::get)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    private static String sealed(Words words, Claim claim, String text) {
        return words.seal(Column.PARTIAL_TEXT, claim.key(), claim.reply().value(), text);
    }

    static boolean handBack(Handle handle, Claim claim) {
        Heads.execute(handle, REST, claim.key());
        try (Update update = handle.createUpdate(HAND_BACK)) {
            boolean handedBack = held(update, claim).execute() == 1;
            if (!handedBack) {
                handle.rollback();
            }
            return handedBack;
        }
    }

    static <S extends SqlStatement<S>> S held(S statement, Claim claim) {
        return Heads.bound(statement, claim.key())
                .bind("reply", claim.reply().value())
                .bind("attempt", claim.attempt())
                .bind("node", claim.owner().node())
                .bind("epoch", claim.owner().epoch());
    }

    private static boolean run(Handle handle, Ticket ticket) {
        try (Update update = handle.createUpdate(RUN)) {
            return named(update, ticket.key(), ticket.reply()).execute() == 1;
        }
    }

    private static boolean take(
            Handle handle, SessionKey key, ReplyRow seen, NodeLease owner, int takeovers, Instant at) {
        try (Update update = handle.createUpdate(CLAIM)) {
            return named(update, key, seen.reply())
                            .bind("seen", seen.attempt())
                            .bind("takeovers", takeovers)
                            .bind("node", owner.node())
                            .bind("epoch", owner.epoch())
                            .bind("at", Columns.time(at))
                            .execute()
                    == 1;
        }
    }

    private static Update named(Update update, SessionKey key, MessageId reply) {
        return Heads.bound(update, key).bind("reply", reply.value());
    }
}
