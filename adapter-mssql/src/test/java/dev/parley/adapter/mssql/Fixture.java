package dev.parley.adapter.mssql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.TokenUsage;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** An owner whose first session has so many messages: questions and their answers, all ended. */
final class Fixture {

    private static final Instant START = Instant.parse("2026-02-03T04:05:06.789Z");

    final SessionStore sessions;
    final ConversationStore conversations;
    final ReplyJobs replies;
    final NodeLeases leases;
    final UserId owner;
    final SessionKey key;
    final int messages;

    Fixture(Transactions transactions, String owner, int messages) {
        this.sessions = new MssqlSessionStore(transactions);
        this.conversations = new MssqlConversationStore(transactions);
        this.replies = new MssqlReplyJobs(transactions);
        this.leases = new MssqlNodeLeases(transactions);
        this.owner = new UserId(owner);
        this.key = new SessionKey(TenantId.DEFAULT, new SessionId(id(owner + " 1")));
        this.messages = messages;
    }

    /** Makes what a fixture of this name finds. */
    static void fill(Transactions transactions, String owner, int sessions, int messages) {
        Fixture fixture = new Fixture(transactions, owner, messages);
        for (int number = 1; number <= sessions; number++) {
            fixture.create(new SessionId(id(owner + " " + number)));
        }
        transactions.run("filling a session", fixture::fill);
    }

    Instant at(int second) {
        return START.plusSeconds(1_000_000L + second);
    }

    Turn lastTurn() {
        return new Turn(messages / 2);
    }

    /** The one at a position: a question if it is odd. */
    MessageId message(int position) {
        return new MessageId(UUID.fromString("00000000-0000-0000-0000-%012x".formatted(position)));
    }

    NewMessage question() {
        return message(new ClientMessageId("new"));
    }

    /** A question that is there already; its text is another, so that it is refused as well. */
    NewMessage resend() {
        NewMessage question = question();
        return new NewMessage(key, message(7), question.content(), "{}", message(8), at(0));
    }

    static Content.FromAi answer() {
        return new Content.FromAi(
                "answer", new ReplyEnding.Completed(FinishReason.STOP, new TokenUsage(1, 2, false)), 1, "model");
    }

    private NewMessage message(ClientMessageId client) {
        MessageId id = MessageIds.ofMessage(key.tenant(), key.session(), owner, client);
        return new NewMessage(
                key, id, new Content.FromUser("text", owner, client), "{}", MessageIds.ofReply(id, 1), at(0));
    }

    private void create(SessionId id) {
        sessions.create(new Session(
                id,
                key.tenant(),
                owner,
                null,
                "en",
                null,
                AssistantName.STANDARD,
                null,
                "{}",
                Standing.ACTIVE,
                START,
                START));
    }

    /** By statements of H2's own, which are faster than 20,000 calls. */
    private int fill(Handle handle) {
        String where = " WHERE session_id = '" + key.session() + "'";
        String rows = " FROM SYSTEM_RANGE(1, " + messages + ")";
        String session = "'default', CAST('" + key.session() + "' AS UNIQUEIDENTIFIER), ";
        String message = "CAST('00000000-0000-0000-0000-' || LPAD(LOWER(TO_CHAR(X, 'FMXXXXXXXX')), 12, '0') AS UUID)";
        handle.execute("INSERT INTO dbo.chat_messages (tenant, session_id, message_id, position, added_seq, seq, turn,"
                + " is_shown, version, answers, message_type, author_id, client_message_id, content, metadata,"
                + " created_at, reply_state, attempt) SELECT " + session + message
                + ", X, X + 1, X + 1, (X + 1) / 2, TRUE, 1, X / 2, CASE WHEN MOD(X, 2) = 1 THEN 'user' ELSE 'ai' END,"
                + " 'a', CAST(X AS VARCHAR), 'text', '{}', TIMESTAMP '2026-01-01 00:00:00',"
                + " CASE WHEN MOD(X, 2) = 0 THEN 'cancelled' END, 1" + rows);
        handle.execute("INSERT INTO dbo.chat_events (tenant, session_id, seq, occurred_at, kind, message_id, detail)"
                + " SELECT " + session + "X + 1, TIMESTAMP '2026-01-01 00:00:00', 'message_added', " + message
                + ", 'user'" + rows);
        String question = message.replace("X,", "X - 1,");
        handle.execute("INSERT INTO dbo.chat_replies (tenant, session_id, reply_id, question_id, version, turn, state,"
                + " attempt, takeovers, partial_text, created_at) SELECT " + session + message + ", " + question
                + ", 1, X / 2, 'cancelled', 1, 0, '', TIMESTAMP '2026-01-01 00:00:00'" + rows
                + " WHERE MOD(X, 2) = 0");
        handle.execute(
                "UPDATE dbo.chat_session_heads SET last_seq = ?, last_position = ?, last_turn = ?,"
                        + " message_count = ?, answer_count = ?" + where,
                messages + 1,
                messages,
                messages / 2,
                messages,
                messages / 2);
        return handle.execute(
                "UPDATE dbo.chat_sessions SET message_count = ?, answer_count = ?, preview = 'text'" + where,
                messages,
                messages / 2);
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    }
}
