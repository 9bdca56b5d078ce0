package dev.parley.domain.memory;

import dev.parley.domain.memory.WindowPolicy.LastExchanges;
import dev.parley.domain.memory.WindowPolicy.Summarising;
import dev.parley.domain.memory.WindowPolicy.TokenBudget;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Turn;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.prompt.PromptMessage.Role;
import dev.parley.domain.session.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a model is shown. Pure; the same input gives the same window.
 *
 * <ul>
 *   <li>A window is: system prompt (left away if blank), summary (summarising only), whole exchanges, newest message.
 *   <li>Each message costs its text's tokens and 4 more, for role and separators.
 *   <li>Exchanges are taken from the newest backwards, up to the first that is too many or does not fit; so what is
 *       shown has no gap.
 *   <li>The summary is counted before any exchange. It is left out, visibly, if it does not fit beside system prompt and
 *       newest message.
 *   <li>An exchange that the shown summary covers is not shown again.
 *   <li>Exchanges that wait to be folded are shown like recent ones, so that none is in neither part.
 * </ul>
 */
public final class MemoryWindow {

    private MemoryWindow() {}

    /**
     * Chooses the window.
     *
     * @param policy how much
     * @param estimator what texts cost
     * @param systemPrompt shown first, always, unless blank
     * @param summary what older turns came to; null if there is none. Only a summarising policy shows it.
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
        WindowDraft draft = switch (policy) {
            case LastExchanges last -> new WindowDraft(estimator, Integer.MAX_VALUE, last.exchanges(), null);
            case TokenBudget budget -> new WindowDraft(estimator, budget.tokens(), budget.exchanges(), null);
            case Summarising summarising ->
                new WindowDraft(estimator, summarising.recent().tokens(), summarising.turnsNeeded(), summary);
        };
        return draft.complete(systemPrompt, earlier, newest);
    }

    /**
     * What should be folded into the summary now, oldest first: all exchanges before the recent part, once there are at
     * least {@code foldAt} of them. Empty if there are fewer, or the policy never folds.
     *
     * @param earlier the exchanges that are not in the summary yet, oldest first
     */
    public static Optional<List<Exchange>> fold(WindowPolicy policy, List<Exchange> earlier) {
        return switch (policy) {
            case LastExchanges ignored -> Optional.empty();
            case TokenBudget ignored -> Optional.empty();
            case Summarising summarising -> {
                int older = earlier.size() - summarising.recent().exchanges();
                yield older < summarising.foldAt()
                        ? Optional.empty()
                        : Optional.of(List.copyOf(earlier.subList(0, older)));
            }
        };
    }

    /**
     * Makes exchanges of messages. What users said is the user's, what models and agents said the assistant's, whatever
     * its ending; the system's notices and blank texts are left out, and so is a turn of which nothing is left.
     *
     * @param messages of the shown branch, by turn, within a turn by position
     */
    public static List<Exchange> exchanges(List<Message> messages) {
        Map<Turn, List<PromptMessage>> turns = new LinkedHashMap<>();
        for (Message message : messages) {
            spoken(message.content())
                    .forEach(said -> turns.computeIfAbsent(message.place().turn(), turn -> new ArrayList<>())
                            .add(said));
        }
        return turns.entrySet().stream()
                .map(turn -> new Exchange(turn.getKey(), turn.getValue()))
                .toList();
    }

    private static Stream<PromptMessage> spoken(Content content) {
        if (content.text().isBlank()) {
            return Stream.empty();
        }
        return switch (content) {
            case Content.FromUser user -> Stream.of(new PromptMessage(Role.USER, user.text()));
            case Content.FromAi ai -> Stream.of(new PromptMessage(Role.ASSISTANT, ai.text()));
            case Content.FromAgent agent -> Stream.of(new PromptMessage(Role.ASSISTANT, agent.text()));
            case Content.FromSystem ignored -> Stream.empty();
        };
    }
}
