package dev.parley.adapter.llm;

import java.io.IOException;

/** An answer that is not one. The message holds nothing of what was sent. */
final class BadAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    BadAnswerException(String message) {
        super(message);
    }
}
