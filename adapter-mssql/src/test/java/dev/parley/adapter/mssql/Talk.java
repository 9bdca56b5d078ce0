package dev.parley.adapter.mssql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.time.Instant;
import java.util.UUID;

/** Sessions and messages for the tests of this module. */
final class Talk {

    static final UserId ADA = new UserId("ada");
    static final Instant NOON = Instant.parse("2026-02-03T12:00:00.123Z");
    static final SessionKey KEY = new SessionKey(TenantId.DEFAULT, sessionId("a session"));

    private Talk() {}

    static Session session() {
        return session(NOON);
    }

    static Session session(Instant createdAt) {
        return new Session(
                KEY.session(),
                KEY.tenant(),
                ADA,
                null,
                "en",
                null,
                AssistantName.STANDARD,
                null,
                "{}",
                Standing.ACTIVE,
                createdAt,
                createdAt);
    }

    static NewMessage question(int number) {
        return question("m" + number, "question " + number, NOON);
    }

    static NewMessage question(String clientId, String text, Instant at) {
        ClientMessageId client = new ClientMessageId(clientId);
        MessageId id = MessageIds.ofMessage(KEY.tenant(), KEY.session(), ADA, client);
        return new NewMessage(KEY, id, new Content.FromUser(text, ADA, client), "{}", MessageIds.ofReply(id, 1), at);
    }

    static SessionId sessionId(String name) {
        return new SessionId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
    }
}
