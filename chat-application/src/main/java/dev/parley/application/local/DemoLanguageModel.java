package dev.parley.application.local;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.memory.TokenEstimator;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.prompt.TitleTask;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A small program that answers like a model would, and says that it is none. It needs no network: it echoes, counts, tells
 * the time, names conversations and shows what answers can look like. The same question gives the same answer, the time of day excepted.
 *
 * <p>Only the prompt's last message is read. Of the parameters, {@code max_tokens} is kept; a token is about a word.
 */
public final class DemoLanguageModel implements LanguageModel {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final DemoAnswers answers;
    private final long pauseNanos;

    /**
     * A demo model.
     *
     * @param clock what time it tells, in UTC
     * @param tokensPerSecond about how fast it writes; 0 for all at once
     */
    public DemoLanguageModel(InstantSource clock, int tokensPerSecond) {
        if (tokensPerSecond < 0) {
            throw new IllegalArgumentException("tokens per second must be at least 0, was " + tokensPerSecond);
        }
        this.answers = new DemoAnswers(clock);
        this.pauseNanos = tokensPerSecond == 0 ? 0 : SECOND / tokensPerSecond;
    }

    @Override
    public ReplyStream reply(Prompt prompt) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the answer began");
        }
        String answer = TitleTask.questionOf(prompt)
                .map(DemoTitle::of)
                .orElseGet(() -> answers.to(prompt.messages().getLast().text()));
        return new DemoReply(tokens(answer, prompt), promptTokens(prompt), pauseNanos);
    }

    private static DemoTokens tokens(String answer, Prompt prompt) {
        return new DemoTokens(answer, prompt.parameters().maxTokens());
    }

    private static int promptTokens(Prompt prompt) {
        return prompt.messages().stream()
                .mapToInt(message -> TokenEstimator.CAUTIOUS.tokens(message.text()))
                .sum();
    }
}
