package dev.parley.application.usecase;

import dev.parley.domain.message.MessageId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people and models say, in the log, for whoever asks for it: on a logger of its own, at trace, where nobody comes by
 * accident. Nothing else logs texts.
 */
public final class MessageTexts {

    /** The logger's name. */
    public static final String LOGGER = "dev.parley.message-texts";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private MessageTexts() {}

    static void accepted(MessageId message, String text) {
        LOG.trace("message {} was accepted: {}", message, text);
    }

    static void ended(MessageId reply, String text) {
        LOG.trace("reply {} has ended: {}", reply, text);
    }
}
