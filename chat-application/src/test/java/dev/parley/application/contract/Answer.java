package dev.parley.application.contract;

import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyChunk.End;
import dev.parley.domain.reply.ReplyChunk.TextDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** All that came of a stream. */
record Answer(List<String> deltas, End end) {

    String text() {
        return String.join("", deltas);
    }

    /** Reads a stream to its end and closes it. */
    static Answer of(ReplyStream stream) throws InterruptedException {
        try (stream) {
            return read(stream);
        }
    }

    /** Reads a stream to its end. */
    static Answer read(ReplyStream stream) throws InterruptedException {
        List<String> deltas = new ArrayList<>();
        while (true) {
            ReplyChunk chunk = stream.next();
            switch (chunk) {
                case TextDelta delta -> deltas.add(delta.text());
                case End end -> {
                    return new Answer(deltas, end);
                }
            }
        }
    }

    /** Reads a stream on a thread of its own. */
    static void into(CompletableFuture<Answer> future, ReplyStream stream) {
        try {
            future.complete(read(stream));
        } catch (InterruptedException | RuntimeException e) {
            future.completeExceptionally(e);
        }
    }

    /** Asks and reads to the end, on a thread nobody interrupts. */
    static Answer asked(LanguageModelContract.Talk talk) {
        try {
            return of(talk.begin());
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this reader", e);
        }
    }
}
