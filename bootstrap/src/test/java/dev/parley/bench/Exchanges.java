package dev.parley.bench;

import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.time.Instant;
import java.util.UUID;

/** Sessions, questions and ended replies in a store, without a model. */
final class Exchanges {

    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);

    private final MssqlAdapter store;

    Exchanges(MssqlAdapter store) {
        this.store = store;
    }

    /** A new session. */
    SessionKey begun(UserId owner) {
        var session = new Session(
                new SessionId(UUID.randomUUID()),
                TenantId.DEFAULT,
                owner,
                null,
                "en",
                null,
                AssistantName.STANDARD,
                null,
                Message.NO_METADATA,
                Standing.ACTIVE,
                AT,
                AT);
        if (!(store.sessions().create(session) instanceof SessionStore.Creation.Created)) {
            throw new IllegalStateException("the session was there already");
        }
        return new SessionKey(TenantId.DEFAULT, session.id());
    }

    /**
     * A question: one transaction.
     *
     * @param name another one each time
     * @return the reply's id
     */
    MessageId asked(SessionKey key, UserId owner, String name) {
        var content = new Content.FromUser("a question of ordinary length, " + name, owner, new ClientMessageId(name));
        MessageId id = MessageIds.ofMessage(key.tenant(), key.session(), owner, content.clientMessageId());
        MessageId reply = MessageIds.ofReply(id, 1);
        store.conversations()
                .accept(new ConversationStore.NewMessage(key, id, content, Message.NO_METADATA, reply, AT));
        return reply;
    }

    /** Ends a reply before it begins: one transaction. */
    void cancelled(SessionKey key, MessageId reply) {
        store.replies().cancel(key, reply, AT);
    }
}
