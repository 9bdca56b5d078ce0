package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.parley.application.port.out.ChatObserver;
import dev.parley.application.port.out.ChatObserver.Durability;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every {@link ChatObserver} passes this suite. */
public abstract class ChatObserverContract {

    private static final Duration ENDLESS = Duration.ofDays(100_000);

    /** An observer. Called once for each test. */
    protected abstract ChatObserver observer();

    @Test
    void g1_nothing_it_is_told_makes_it_throw() {
        ChatObserver observer = observer();

        assertThatCode(() -> tellAll(observer)).doesNotThrowAnyException();
    }

    @Test
    void g2_many_may_tell_it_at_once() throws Exception {
        ChatObserver observer = observer();

        List<Boolean> told = Race.of(8, runner -> {
            for (int i = 0; i < 200; i++) {
                tellAll(observer);
            }
            return true;
        });

        assertThat(told).hasSize(8).doesNotContain(false);
    }

    private static void tellAll(ChatObserver observer) {
        for (Durability durability : Durability.values()) {
            observer.messageAccepted(durability, 0);
            observer.messageAccepted(durability, Integer.MAX_VALUE);
        }
        observer.replyBegan(1, Duration.ZERO);
        observer.replyBegan(Integer.MAX_VALUE, ENDLESS);
        endings().forEach(ending -> {
            observer.replyEnded(ending, 0, null, Duration.ZERO);
            observer.replyEnded(ending, Integer.MAX_VALUE, ENDLESS, ENDLESS);
        });
        observer.replyHandedBack();
    }

    private static Stream<ReplyEnding> endings() {
        Stream<ReplyEnding> others = Stream.of(
                new ReplyEnding.Cancelled(),
                new ReplyEnding.Interrupted(),
                new ReplyEnding.Completed(FinishReason.STOP, new TokenUsage(0, 0, true)),
                new ReplyEnding.Completed(
                        FinishReason.LENGTH, new TokenUsage(Integer.MAX_VALUE, Integer.MAX_VALUE, false)));
        Stream<ReplyEnding> failures =
                Stream.of(ErrorCode.values()).map(code -> new ReplyEnding.Failed(code, "a detail"));
        return Stream.concat(others, failures);
    }
}
