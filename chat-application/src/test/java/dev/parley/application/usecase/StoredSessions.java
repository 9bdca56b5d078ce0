package dev.parley.application.usecase;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.out.ConversationStore.Acceptance;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore.Change;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Ada's sessions in memory, where things happen without any node; each tells the events it made. */
final class StoredSessions {

    static final UserId ADA = new UserId("ada");
    static final Instant AT = Instant.parse("2026-05-06T07:08:09.123Z");

    private final InMemoryStores stores;
    private final NodeLease lease;

    StoredSessions(InMemoryStores stores) {
        this.stores = stores;
        this.lease = stores.leases().take("nobody", Duration.ofMinutes(1));
    }

    SessionKey created(int number) {
        var id = new SessionId(new UUID(1, number));
        stores.sessions()
                .create(new Session(
                        id,
                        TenantId.DEFAULT,
                        ADA,
                        null,
                        "en",
                        null,
                        AssistantName.STANDARD,
                        null,
                        Message.NO_METADATA,
                        Standing.ACTIVE,
                        AT,
                        AT));
        return new SessionKey(TenantId.DEFAULT, id);
    }

    Stored stored(SessionKey key) {
        return stores.sessions().find(key).orElseThrow();
    }

    /** What Ada says, as it is given to a store. */
    static NewMessage message(SessionKey key, String text) {
        var clientId = new ClientMessageId(text);
        var id = MessageIds.ofMessage(key.tenant(), key.session(), ADA, clientId);
        return new NewMessage(
                key, id, new Content.FromUser(text, ADA, clientId), Message.NO_METADATA, MessageIds.ofReply(id, 1), AT);
    }

    List<RecordedEvent> said(SessionKey key, String text) {
        return ((Acceptance.Accepted) stores.conversations().accept(message(key, text))).events();
    }

    /** Answers what was asked first of all that is not answered. */
    List<RecordedEvent> answered(String text) {
        ReplyJobs.Ticket next = stores.replies().startable(1).getFirst();
        ReplyJobs.Job job = stores.replies().claim(next, lease, AT).orElseThrow();
        var content = new Content.FromAi(text, new ReplyEnding.Cancelled(), 1, "a-model");
        return List.of(((ReplyJobs.Finish.Finished) stores.replies().finish(job.claim(), content, AT)).event());
    }

    List<RecordedEvent> changed(SessionKey key, Wish wish) {
        return events(stores.sessions().change(key, wish, AT));
    }

    List<RecordedEvent> deleted(SessionKey key) {
        return events(stores.sessions().delete(key, AT));
    }

    List<RecordedEvent> restored(SessionKey key, UserId owner) {
        return events(stores.sessions().restore(key, owner, AT, AT));
    }

    /** Makes Ada's sessions another's. */
    List<RecordedEvent> handedOver(UserId to) {
        return stores.sessions().handOver(TenantId.DEFAULT, ADA, to, null, AT, 10);
    }

    private static List<RecordedEvent> events(Change change) {
        return change instanceof Change.Done(var stored, var events) ? events : List.of();
    }
}
