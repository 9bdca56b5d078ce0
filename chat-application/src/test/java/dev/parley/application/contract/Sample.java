package dev.parley.application.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.TokenUsage;
import dev.parley.domain.session.SessionId;
import java.time.Instant;
import java.util.UUID;

/** Names, times and messages the contracts tell their stories with. */
final class Sample {

    static final TenantId ACME = new TenantId("acme");
    static final TenantId GLOBEX = new TenantId("globex");
    static final UserId ADA = new UserId("ada");
    static final UserId GRACE = new UserId("grace");

    private static final Instant START = Instant.parse("2026-02-03T04:05:06.789Z");

    private Sample() {}

    static SessionId session(int number) {
        return new SessionId(UUID.nameUUIDFromBytes(("session " + number).getBytes(UTF_8)));
    }

    /** A time with milliseconds, later for a higher number. */
    static Instant second(int number) {
        return START.plusSeconds(number);
    }

    static SessionKey key(int number) {
        return new SessionKey(ACME, session(number));
    }

    static NewMessage message(SessionKey key, UserId author, String clientId, String text, Instant at) {
        ClientMessageId clientMessageId = new ClientMessageId(clientId);
        MessageId id = MessageIds.ofMessage(key.tenant(), key.session(), author, clientMessageId);
        return new NewMessage(
                key, id, new Content.FromUser(text, author, clientMessageId), "{}", MessageIds.ofReply(id, 1), at);
    }

    static NewMessage message(SessionKey key, int number) {
        return message(key, ADA, "m" + number, "question " + number, second(100 + number));
    }

    static ReplyEnding completed() {
        return new ReplyEnding.Completed(FinishReason.STOP, new TokenUsage(12, 34, false));
    }

    static Content.FromAi answer(String text) {
        return new Content.FromAi(text, completed(), 1, "gpt-4.1");
    }
}
