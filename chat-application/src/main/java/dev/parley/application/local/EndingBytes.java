package dev.parley.application.local;

import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.TokenUsage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a reply ended, as bytes of a journal's record. */
final class EndingBytes {

    private static final int NONE = 0;
    private static final int COMPLETED = 1;
    private static final int CANCELLED = 2;
    private static final int INTERRUPTED = 3;
    private static final int FAILED = 4;

    private EndingBytes() {}

    /** @param ending null if it has not ended */
    static void write(DataOutputStream data, @Nullable ReplyEnding ending) throws IOException {
        switch (ending) {
            case null -> data.writeByte(NONE);
            case ReplyEnding.Completed(FinishReason reason, TokenUsage usage) -> {
                data.writeByte(COMPLETED);
                data.writeUTF(reason.name());
                data.writeInt(usage.promptTokens());
                data.writeInt(usage.replyTokens());
                data.writeBoolean(usage.estimated());
            }
            case ReplyEnding.Cancelled() -> data.writeByte(CANCELLED);
            case ReplyEnding.Interrupted() -> data.writeByte(INTERRUPTED);
            case ReplyEnding.Failed(ErrorCode code, String detail) -> {
                data.writeByte(FAILED);
                data.writeUTF(code.name());
                data.writeUTF(detail);
            }
        }
    }

    /** @throws IllegalArgumentException if it names what is not known here */
    static @Nullable ReplyEnding read(DataInputStream data) throws IOException {
        int kind = data.readByte();
        return switch (kind) {
            case NONE -> null;
            case COMPLETED ->
                new ReplyEnding.Completed(
                        FinishReason.valueOf(data.readUTF()),
                        new TokenUsage(data.readInt(), data.readInt(), data.readBoolean()));
            case CANCELLED -> new ReplyEnding.Cancelled();
            case INTERRUPTED -> new ReplyEnding.Interrupted();
            case FAILED -> new ReplyEnding.Failed(ErrorCode.valueOf(data.readUTF()), data.readUTF());
            default -> throw new IOException("an ending of kind " + kind + ", which is not known here");
        };
    }
}
