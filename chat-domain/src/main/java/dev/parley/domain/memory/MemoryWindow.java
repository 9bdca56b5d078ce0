package dev.parley.domain.memory;

import dev.parley.domain.message.Message;
import dev.parley.domain.session.Summary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses what a model is shown. Pure; the same input gives the same window. */
public final class MemoryWindow {

    private MemoryWindow() {}

    /**
     * Chooses the window.
     *
     * @param policy how much
     * @param estimator what texts cost
     * @param systemPrompt shown first, always
     * @param summary what older turns came to; null if there is none. Shown after the system prompt under a summarising
     *     policy.
     * @param earlier the exchanges before the newest message, oldest first
     * @param newest the message to be answered
     */
    public static WindowDecision choose(
            WindowPolicy policy,
            TokenEstimator estimator,
            String systemPrompt,
            @Nullable Summary summary,
            List<Exchange> earlier,
            String newest) {
        throw new IllegalStateException("being written");
    }

    /**
     * What should be folded into the summary now, oldest first; empty if nothing should, or the policy never folds.
     *
     * @param earlier the exchanges that are not in the summary yet, oldest first
     */
    public static Optional<List<Exchange>> fold(WindowPolicy policy, List<Exchange> earlier) {
        throw new IllegalStateException("being written");
    }

    /**
     * Makes exchanges of messages.
     *
     * @param messages by turn, within a turn by position; turns that have no text at all are left out
     */
    public static List<Exchange> exchanges(List<Message> messages) {
        throw new IllegalStateException("being written");
    }
}
