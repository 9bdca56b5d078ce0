package dev.parley.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.TokenUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * A reply read to its end.
 *
 * @param pieces the texts of its deltas
 * @param end its end
 */
record Heard(List<String> pieces, ReplyChunk.End end) {

    static Prompt userSays(String text) {
        return new Prompt(List.of(new PromptMessage(PromptMessage.Role.USER, text)), ModelParameters.STANDARD);
    }

    /** Asks and listens to the end. */
    static Heard from(LanguageModel model) throws InterruptedException {
        try (ReplyStream stream = model.reply(userSays("hi"))) {
            return from(stream);
        }
    }

    static Heard from(ReplyStream stream) throws InterruptedException {
        var pieces = new ArrayList<String>();
        while (true) {
            switch (stream.next()) {
                case ReplyChunk.TextDelta(String text) -> pieces.add(text);
                case ReplyChunk.End end -> {
                    return new Heard(pieces, end);
                }
            }
        }
    }

    String text() {
        return String.join("", pieces);
    }

    TokenUsage usage() {
        assertThat(end).isInstanceOf(ReplyChunk.Completed.class);
        return ((ReplyChunk.Completed) end).usage();
    }

    FinishReason reason() {
        assertThat(end).isInstanceOf(ReplyChunk.Completed.class);
        return ((ReplyChunk.Completed) end).reason();
    }

    ModelFailure failure() {
        assertThat(end).isInstanceOf(ReplyChunk.Failed.class);
        return ((ReplyChunk.Failed) end).failure();
    }
}
