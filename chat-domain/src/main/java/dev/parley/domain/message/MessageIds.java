package dev.parley.domain.message;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Derives the ids of a message and of its reply, so that a resend gets the same ones on any node and in any journal.
 *
 * <p>Name-based version 5 UUIDs over length-prefixed parts: no two different lists of parts give the same name.
 */
public final class MessageIds {

    private static final UUID NAMESPACE = UUID.fromString("5c0f6d0e-8a53-5e0b-9a51-6d5b3f0f7a11");

    private MessageIds() {}

    /** The id of the message an author calls {@code clientMessageId} in a session. */
    public static MessageId ofMessage(
            TenantId tenant, SessionId session, UserId author, ClientMessageId clientMessageId) {
        return new MessageId(
                named("message", tenant.value(), session.toString(), author.value(), clientMessageId.value()));
    }

    /**
     * The id of the reply to a question.
     *
     * @param version which of the question's replies, from 1
     */
    public static MessageId ofReply(MessageId question, int version) {
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1, was " + version);
        }
        return new MessageId(named("reply", question.toString(), Integer.toString(version)));
    }

    /** The id of the session an owner creates by a command it calls {@code clientCommandId}. */
    public static SessionId ofSession(TenantId tenant, UserId owner, ClientMessageId clientCommandId) {
        return new SessionId(named("session", tenant.value(), owner.value(), clientCommandId.value()));
    }

    private static UUID named(String... parts) {
        MessageDigest sha1 = sha1();
        sha1.update(bytes(NAMESPACE));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha1.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            sha1.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest());
        long high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x0000_0000_0000_5000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static ByteBuffer bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip();
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
