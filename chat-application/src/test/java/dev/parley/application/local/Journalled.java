package dev.parley.application.local;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.session.SessionId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Messages and a vault for journals. */
final class Journalled {

    private static final SessionKey KEY = new SessionKey(new TenantId("acme"), new SessionId(new UUID(1, 2)));
    private static final Instant START = Instant.parse("2026-02-03T04:05:06.789Z");

    private Journalled() {}

    /** All of one length. */
    static NewMessage message(int number) {
        return message(number, "question %06d".formatted(number));
    }

    static NewMessage message(int number, String text) {
        var author = new UserId("ada");
        var clientMessageId = new ClientMessageId("m-%06d".formatted(number));
        MessageId id = MessageIds.ofMessage(KEY.tenant(), KEY.session(), author, clientMessageId);
        return new NewMessage(
                KEY,
                id,
                new Content.FromUser(text, author, clientMessageId),
                "{}",
                MessageIds.ofReply(id, 1),
                START.plusSeconds(number));
    }

    /** One that seals, with no tenant's key at hand. */
    static Vault vault() {
        InstantSource clock = () -> START;
        byte[] master = new byte[MasterKeys.KEY_BYTES];
        return EnvelopeVault.open(
                InMemoryStores.empty(clock).dataKeys(), new MasterKeys(List.of(master)), new SecureRandom(), clock);
    }
}
