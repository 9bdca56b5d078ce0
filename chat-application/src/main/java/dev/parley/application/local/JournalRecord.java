package dev.parley.application.local;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal.KeptReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;

/** Makes bytes of what a journal keeps, and the other way round. What people and models wrote is sealed as the vault seals it. */
final class JournalRecord {

    private static final int MESSAGE = 1;
    private static final int REPLY = 2;
    private static final String TEXT = "journal.text";
    private static final String METADATA = "journal.metadata";
    private static final String REPLY_TEXT = "journal.reply";

    private final Vault vault;

    JournalRecord(Vault vault) {
        this.vault = vault;
    }

    /** @throws Vault.KeyNotAtHand if the tenant's key was not fetched yet */
    byte[] write(NewMessage message) {
        var written = new ByteArrayOutputStream();
        try (var data = new DataOutputStream(written)) {
            data.writeByte(MESSAGE);
            data.writeUTF(message.key().tenant().value());
            write(data, message.key().session().value());
            write(data, message.id().value());
            data.writeBoolean(message.earlier() != null);
            if (message.earlier() != null) {
                write(data, message.earlier().value());
            }
            data.writeUTF(message.content().author().value());
            data.writeUTF(message.content().clientMessageId().value());
            write(
                    data,
                    vault.seal(
                            cell(message.key(), message.id(), TEXT),
                            message.content().text()));
            write(data, vault.seal(cell(message.key(), message.id(), METADATA), message.metadata()));
            write(data, message.reply().value());
            data.writeLong(message.at().toEpochMilli());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory can't fail", e);
        }
        return written.toByteArray();
    }

    /** @throws Vault.KeyNotAtHand if the tenant's key was not fetched yet */
    byte[] write(KeptReply reply) {
        var written = new ByteArrayOutputStream();
        try (var data = new DataOutputStream(written)) {
            data.writeByte(REPLY);
            data.writeUTF(reply.key().tenant().value());
            write(data, reply.key().session().value());
            write(data, reply.reply().value());
            write(data, vault.seal(cell(reply.key(), reply.reply(), REPLY_TEXT), reply.text()));
            EndingBytes.write(data, reply.ending());
            data.writeBoolean(reply.model() != null);
            if (reply.model() != null) {
                data.writeUTF(reply.model());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory can't fail", e);
        }
        return written.toByteArray();
    }

    /** What a record holds. */
    sealed interface Read {

        /** A message. */
        record OfMessage(NewMessage message) implements Read {}

        /** What was kept of a reply. */
        record OfReply(KeptReply reply) implements Read {}
    }

    /**
     * @throws IOException if this was not written here, or by a later version
     * @throws dev.parley.application.port.out.StoreException if its text can't be opened
     */
    Read read(byte[] record) throws IOException {
        try (var data = new DataInputStream(new ByteArrayInputStream(record))) {
            int format = data.readByte();
            return switch (format) {
                case MESSAGE -> new Read.OfMessage(read(data));
                case REPLY -> new Read.OfReply(readReply(data));
                default -> throw new IOException("a record of format " + format + ", which is not known here");
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("a record holds what none can", e);
        }
    }

    private KeptReply readReply(DataInputStream data) throws IOException {
        var key = new SessionKey(new TenantId(data.readUTF()), new SessionId(readId(data)));
        var reply = new MessageId(readId(data));
        String text = open(key, reply, REPLY_TEXT, readText(data));
        ReplyEnding ending = EndingBytes.read(data);
        return new KeptReply(key, reply, text, ending, data.readBoolean() ? data.readUTF() : null);
    }

    private NewMessage read(DataInputStream data) throws IOException {
        var key = new SessionKey(new TenantId(data.readUTF()), new SessionId(readId(data)));
        var id = new MessageId(readId(data));
        MessageId earlier = data.readBoolean() ? new MessageId(readId(data)) : null;
        var author = new UserId(data.readUTF());
        var clientMessageId = new ClientMessageId(data.readUTF());
        String text = open(key, id, TEXT, readText(data));
        String metadata = open(key, id, METADATA, readText(data));
        var reply = new MessageId(readId(data));
        return new NewMessage(
                key,
                id,
                earlier,
                new Content.FromUser(text, author, clientMessageId),
                metadata,
                reply,
                Instant.ofEpochMilli(data.readLong()));
    }

    private String open(SessionKey key, MessageId id, String column, String stored) {
        Vault.Cell cell = cell(key, id, column);
        try {
            return vault.open(cell, stored);
        } catch (Vault.KeyNotAtHand e) {
            vault.fetch(key.tenant());
            return vault.open(cell, stored);
        }
    }

    private static Vault.Cell cell(SessionKey key, MessageId id, String column) {
        return new Vault.Cell(key.tenant(), column, key.session().value(), id.value());
    }

    private static void write(DataOutputStream data, UUID id) throws IOException {
        data.writeLong(id.getMostSignificantBits());
        data.writeLong(id.getLeastSignificantBits());
    }

    private static UUID readId(DataInputStream data) throws IOException {
        return new UUID(data.readLong(), data.readLong());
    }

    /** By hand: {@code writeUTF} takes 65,535 bytes at most. */
    private static void write(DataOutputStream data, String text) throws IOException {
        Sealed.Coding coding = Sealed.Coding.of(text);
        byte[] bytes = coding.bytes(text);
        data.writeBoolean(coding == Sealed.Coding.UTF8);
        data.writeInt(bytes.length);
        data.write(bytes);
    }

    private static String readText(DataInputStream data) throws IOException {
        Sealed.Coding coding = data.readBoolean() ? Sealed.Coding.UTF8 : Sealed.Coding.UTF16;
        int length = data.readInt();
        if (length < 0 || length > data.available()) {
            throw new IOException("a text of " + length + " bytes in a shorter record");
        }
        return coding.text(data.readNBytes(length));
    }
}
