package dev.parley.domain.memory;

import dev.parley.domain.prompt.DataBlock;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.prompt.PromptMessage.Role;
import dev.parley.domain.session.Summary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window being chosen within its limits.
 *
 * @param budget how many tokens at most
 * @param exchanges how many exchanges at most
 * @param summary what may be told of the older part; null for nothing
 */
record WindowDraft(
        TokenEstimator estimator,
        int budget,
        int exchanges,
        @Nullable Summary summary) {

    /** What a message costs beside its text: role and separators. */
    static final int MESSAGE_OVERHEAD = 4;

    private static final String SUMMARY_HEADING = "This is a summary of the earlier part of the conversation.";

    WindowDecision complete(String systemPrompt, List<Exchange> earlier, String newest) {
        List<PromptMessage> head = new ArrayList<>();
        if (!systemPrompt.isBlank()) {
            head.add(new PromptMessage(Role.SYSTEM, systemPrompt));
        }
        PromptMessage question = new PromptMessage(Role.USER, newest);
        int tokens = cost(head) + cost(question);
        if (tokens > budget) {
            return new WindowDecision.TooLong(tokens, budget);
        }
        if (summary == null) {
            return fill(head, earlier, question, tokens, false);
        }
        PromptMessage told = new PromptMessage(Role.SYSTEM, DataBlock.of(SUMMARY_HEADING, summary.text()));
        int withSummary = tokens + cost(told);
        if (withSummary > budget) {
            return fill(head, earlier, question, tokens, true);
        }
        head.add(told);
        return fill(head, notCovered(summary, earlier), question, withSummary, false);
    }

    private WindowDecision.Chosen fill(
            List<PromptMessage> head,
            List<Exchange> candidates,
            PromptMessage question,
            int headTokens,
            boolean summaryLeftOut) {
        int tokens = headTokens;
        int first = candidates.size();
        while (first > 0 && candidates.size() - first < exchanges) {
            int next = tokens + cost(candidates.get(first - 1).messages());
            if (next > budget) {
                break;
            }
            tokens = next;
            first--;
        }
        List<PromptMessage> messages = new ArrayList<>(head);
        candidates.subList(first, candidates.size()).forEach(exchange -> messages.addAll(exchange.messages()));
        messages.add(question);
        return new WindowDecision.Chosen(messages, tokens, candidates.size() - first, first, summaryLeftOut);
    }

    private static List<Exchange> notCovered(Summary summary, List<Exchange> earlier) {
        return earlier.stream()
                .filter(exchange -> exchange.turn().compareTo(summary.upTo()) > 0)
                .toList();
    }

    private int cost(List<PromptMessage> messages) {
        return messages.stream().mapToInt(this::cost).sum();
    }

    private int cost(PromptMessage message) {
        return estimator.tokens(message.text()) + MESSAGE_OVERHEAD;
    }
}
