package dev.parley.bootstrap.metrics;

import dev.parley.application.port.out.ChatObserver;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.reply.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts messages, replies, and what they are made of. */
final class ChatMeters implements ChatObserver {

    private static final String TIME_OF_REPLIES = "From a worker's claim to the end of the reply, last attempt only.";
    private static final String ACCEPTED = "Messages that were acknowledged, by where they were then.";
    private static final String CHARACTERS = "UTF-16 units of accepted messages and of ended replies.";
    private static final String TOKENS = "Tokens of completed replies, as providers count them, else as we guess.";

    private final Each<Durability, Counter> accepted;
    private final Each<ReplyState, Timer> ended;
    private final Counter charactersIn;
    private final Counter charactersOut;
    private final Counter tokensIn;
    private final Counter tokensOut;
    private final Counter begun;
    private final Counter begunAgain;
    private final Counter handedBack;
    private final Timer waited;
    private final Timer firstText;
    private final ErrorMeters errors;

    ChatMeters(Meters meters) {
        accepted = Each.of(
                Stream.of(Durability.values()),
                durability -> meters.counter("messages.accepted", ACCEPTED, "durability", Labels.of(durability)));
        ended = Each.of(
                Stream.of(ReplyState.values()).filter(ReplyState::ended),
                state -> meters.timer("reply", TIME_OF_REPLIES, Scale.COARSE, "outcome", Labels.of(state)));
        charactersIn = meters.counter("text.characters", CHARACTERS, "direction", "in");
        charactersOut = meters.counter("text.characters", CHARACTERS, "direction", "out");
        tokensIn = meters.counter("tokens", TOKENS, "direction", "in");
        tokensOut = meters.counter("tokens", TOKENS, "direction", "out");
        begun = meters.counter("replies.begun", "Attempts at replies that were begun.", "attempt", "first");
        begunAgain = meters.counter("replies.begun", "Attempts at replies that were begun.", "attempt", "further");
        handedBack = meters.counter("replies.handed.back", "Attempts that were given up here, for others to go on.");
        waited = meters.timer(
                "reply.wait", "From a message's acceptance to the first attempt at its reply.", Scale.COARSE);
        firstText = meters.timer("reply.first.text", "From a worker's claim to the first text.", Scale.COARSE);
        errors = new ErrorMeters(meters, "reply");
    }

    @Override
    public void messageAccepted(Durability durability, int characters) {
        accepted.of(durability).increment();
        if (durability != Durability.KNOWN) {
            charactersIn.increment(characters);
        }
    }

    @Override
    public void replyBegan(int attempt, Duration wait) {
        if (attempt == 1) {
            begun.increment();
            waited.record(bounded(wait));
        } else {
            begunAgain.increment();
        }
    }

    @Override
    public void replyEnded(ReplyEnding ending, int characters, @Nullable Duration first, Duration whole) {
        ended.of(ending.state()).record(bounded(whole));
        charactersOut.increment(characters);
        if (first != null) {
            firstText.record(bounded(first));
        }
        switch (ending) {
            case ReplyEnding.Completed(var reason, TokenUsage usage) -> {
                tokensIn.increment(usage.promptTokens());
                tokensOut.increment(usage.replyTokens());
            }
            case ReplyEnding.Failed(var code, var detail) -> errors.count(code);
            case ReplyEnding.Cancelled ignored -> {}
            case ReplyEnding.Interrupted ignored -> {}
        }
    }

    @Override
    public void replyHandedBack() {
        handedBack.increment();
    }

    /** A clock that was set wrong must not break what it measures. */
    private static Duration bounded(Duration time) {
        Duration longest = Duration.ofDays(365);
        return time.compareTo(longest) > 0 ? longest : time;
    }
}
