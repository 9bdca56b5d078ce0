package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages are counted before they are kept. */
class MessageRateTest {

    private static final Duration WAIT = Duration.ofMillis(12_300);

    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<RateLimiter.Subject> asked = new CopyOnWriteArrayList<>();
    private final ChatEngine engine = ChatEngine.builder()
            .limiter(this::take)
            .policies(Policies.standard("test"))
            .start();
    private final SessionId session = engine.createSession(ADA);

    private Optional<Duration> take(RateLimiter.Action action, RateLimiter.Subject subject) {
        assertThat(action).isEqualTo(RateLimiter.Action.MESSAGE);
        asked.add(subject);
        return enough.get() ? Optional.of(WAIT) : Optional.empty();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void one_too_many_is_refused_with_the_time_to_wait() {
        enough.set(true);

        Refusal refusal = ((SendMessage.Outcome.Refused) send("Hello", "one")).refusal();

        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refusal.retryAfter()).isEqualTo(WAIT);
        enough.set(false);
        assertThat(((SendMessage.Outcome.Accepted) send("Hello", "one"))
                        .receipt()
                        .duplicate())
                .isFalse();
    }

    @Test
    void a_resend_of_what_is_kept_is_never_refused() {
        var first = (SendMessage.Outcome.Accepted) send("Hello", "one");
        enough.set(true);

        var again = (SendMessage.Outcome.Accepted) send("Hello", "one");

        assertThat(again.receipt().duplicate()).isTrue();
        assertThat(again.receipt().messageId()).isEqualTo(first.receipt().messageId());
        assertThat(send("Hello", "two")).isInstanceOf(SendMessage.Outcome.Refused.class);
    }

    @Test
    void who_sends_and_from_where_is_counted() {
        var unused = send("Hello", "one");

        assertThat(asked).containsExactly(new RateLimiter.Subject(ADA.tenant(), ADA.user(), "10.0.0.1"));
    }

    @Test
    void what_breaks_a_rule_counts_for_nothing() {
        assertThat(send("", "one")).isInstanceOf(SendMessage.Outcome.Refused.class);

        assertThat(asked).isEmpty();
    }

    private SendMessage.Outcome send(String text, String clientMessageId) {
        return engine.useCases()
                .sendMessage()
                .send(new SendMessage.Command(
                        ADA, session, text, clientMessageId, null, new Source("10.0.0.1", "a browser")));
    }
}
