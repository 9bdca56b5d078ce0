package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.fake.ScriptedLanguageModel;
import dev.parley.application.local.BlockedWords;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.Moderation;
import dev.parley.application.port.out.Moderation.Verdict;
import dev.parley.domain.content.ContentPolicy;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People's messages are judged before they are kept. */
class ModerationTest {

    private final ScriptedLanguageModel model = ScriptedLanguageModel.answering("Yes.");
    private final AtomicReference<Moderation> judging = new AtomicReference<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private @Nullable ChatEngine engine;
    private @Nullable SessionId session;

    private void start(Moderation moderation, Duration within) {
        judging.set(moderation);
        engine = ChatEngine.builder()
                .model("scripted", model)
                .moderation(submission -> judging.get().judge(submission))
                .policies(Policies.standard("test").with(ContentPolicy.STANDARD.judgedWithin(within)))
                .start();
        session = engine.createSession(ADA);
    }

    private void start(Moderation moderation) {
        start(moderation, Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        never.countDown();
        if (engine != null) {
            engine.close();
        }
    }

    private SendMessage.Outcome send(String text, @Nullable String clientMessageId) {
        return engine.useCases().sendMessage().send(new SendMessage.Command(ADA, session, text, clientMessageId, null));
    }

    private static Refusal refusal(SendMessage.Outcome outcome) {
        return ((SendMessage.Outcome.Refused) outcome).refusal();
    }

    private int messagesKept() {
        var page = (ReadHistory.Outcome.Page)
                engine.useCases().readHistory().read(new ReadHistory.Query(ADA, session, null, null, 10));
        return page.messages().size();
    }

    @Test
    void a_rejected_message_is_refused_and_not_kept() {
        start(new BlockedWords(List.of("gunpowder")));

        Refusal refusal = refusal(send("How is Gunpowder made?", "one"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.CONTENT_REJECTED);
        assertThat(refusal.field()).isEqualTo("message");
        assertThat(refusal.rule()).contains(BlockedWords.CATEGORY).doesNotContainIgnoringCase("gunpowder");
        assertThat(messagesKept()).isZero();
        assertThat(model.prompts()).isEmpty();
        assertThat(send("How is tea made?", "one")).isInstanceOf(SendMessage.Outcome.Accepted.class);
    }

    @Test
    void what_was_accepted_once_stays_a_duplicate() {
        start(new BlockedWords(List.of()));
        var first = (SendMessage.Outcome.Accepted) send("Gunpowder", "one");
        judging.set(new BlockedWords(List.of("gunpowder")));

        var again = (SendMessage.Outcome.Accepted) send("Gunpowder", "one");

        assertThat(again.receipt().duplicate()).isTrue();
        assertThat(again.receipt().messageId()).isEqualTo(first.receipt().messageId());
        assertThat(refusal(send("gunpowder!", "one")).code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(refusal(send("Gunpowder", "two")).code()).isEqualTo(ErrorCode.CONTENT_REJECTED);
    }

    @Test
    void who_may_not_write_there_is_told_nothing_about_words() {
        var asked = new CountDownLatch(1);
        start(submission -> {
            asked.countDown();
            return new Verdict.Allowed();
        });
        session = new SessionId(new UUID(1, 2));

        assertThat(refusal(send("Gunpowder", null)).code()).isEqualTo(ErrorCode.SESSION_NOT_FOUND);
        assertThat(asked.getCount()).isEqualTo(1);
    }

    @Test
    void a_moderation_that_fails_lets_nothing_pass() {
        start(submission -> {
            throw new IllegalStateException("out of order");
        });

        Refusal refusal = refusal(send("Hello", "one"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.PROCESSING_ERROR);
        assertThat(refusal.code().retryable()).isTrue();
        assertThat(messagesKept()).isZero();
        judging.set(new BlockedWords(List.of()));
        assertThat(send("Hello", "one")).isInstanceOf(SendMessage.Outcome.Accepted.class);
    }

    @Test
    void a_moderation_that_hangs_is_interrupted_and_lets_nothing_pass() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        start(
                submission -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    return new Verdict.Allowed();
                },
                Duration.ofMillis(20));

        assertThat(refusal(send("Hello", "one")).code()).isEqualTo(ErrorCode.PROCESSING_ERROR);
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(messagesKept()).isZero();
    }

    @Test
    void it_is_told_whose_word_a_message_is() {
        var submissions = new AtomicReference<Moderation.Submission>();
        start(submission -> {
            submissions.compareAndSet(null, submission);
            return new Verdict.Allowed();
        });

        send("Hello", null);

        assertThat(submissions.get())
                .isEqualTo(new Moderation.Submission(ADA.tenant(), Moderation.Speaker.PERSON, "Hello"));
    }
}
