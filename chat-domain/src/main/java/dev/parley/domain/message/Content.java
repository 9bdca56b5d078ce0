package dev.parley.domain.message;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.UserId;
import dev.parley.domain.reply.ReplyEnding;
import org.jspecify.annotations.Nullable;

/** What a message says and whose word it is. */
public sealed interface Content {

    /** The text, exactly as it came. Never null; empty only for a reply that ended before its first word. */
    String text();

    /** Which of the four kinds this is. */
    default MessageType type() {
        return switch (this) {
            case FromUser ignored -> MessageType.USER;
            case FromAi ignored -> MessageType.AI;
            case FromSystem ignored -> MessageType.SYSTEM;
            case FromAgent ignored -> MessageType.AGENT;
        };
    }

    /**
     * A person's message.
     *
     * @param text what was said
     * @param author who said it
     * @param clientMessageId what the sender called it
     */
    record FromUser(String text, UserId author, ClientMessageId clientMessageId) implements Content {

        /** Refuses nulls. */
        public FromUser {
            requireNonNull(text, "text");
            requireNonNull(author, "author");
            requireNonNull(clientMessageId, "clientMessageId");
        }
    }

    /**
     * A reply of the model that has ended, well or not.
     *
     * @param text the text that was released, and nothing else (never an error's text)
     * @param ending how it ended
     * @param attempt which attempt wrote it, from 1; 0 if it ended before any attempt began
     * @param model the model's name; null if none was asked
     */
    record FromAi(
            String text,
            ReplyEnding ending,
            int attempt,
            @Nullable String model) implements Content {

        /** Refuses nulls and negative attempts. */
        public FromAi {
            requireNonNull(text, "text");
            requireNonNull(ending, "ending");
            if (attempt < 0) {
                throw new IllegalArgumentException("attempt must be at least 0, was " + attempt);
            }
        }
    }

    /**
     * A notice of the system itself.
     *
     * @param text what it says
     */
    record FromSystem(String text) implements Content {

        /** Refuses null. */
        public FromSystem {
            requireNonNull(text, "text");
        }
    }

    /**
     * A human agent's message.
     *
     * @param text what was said
     * @param agent who said it
     */
    record FromAgent(String text, UserId agent) implements Content {

        /** Refuses nulls. */
        public FromAgent {
            requireNonNull(text, "text");
            requireNonNull(agent, "agent");
        }
    }
}
