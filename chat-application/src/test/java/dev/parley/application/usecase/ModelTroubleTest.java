package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.until;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.FixedAssistants;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.reply.StreamPolicy;
import dev.parley.domain.reply.TokenUsage;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a model does or fails to do, the reply ends, with a type, and the text that was shown is the text. */
class ModelTroubleTest {

    private static final StreamPolicy LIMITS = StreamPolicy.STANDARD;
    private static final Duration A_BIT = Duration.ofSeconds(1);

    private final HandClock clock = new HandClock();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Policies policies =
            Policies.standard("test").leasing(Duration.ofHours(1)).closingWithin(Duration.ZERO);
    private final ChatEngine.Builder builder =
            ChatEngine.builder().clock(clock).nanoClock(clock).policies(policies);
    private ChatEngine engine;
    private SessionId session;
    private Feed feed;

    private SendMessage.Receipt asking(LanguageModel model) {
        engine = builder.model("troubled", model).start();
        session = engine.createSession(ADA);
        feed = engine.follow(ADA, session);
        return engine.send(ADA, session, "Hello");
    }

    @AfterEach
    void close() {
        never.countDown();
        feed.close();
        engine.close();
    }

    @Test
    void a_model_that_hangs_before_it_accepts_is_late() throws InterruptedException {
        var asked = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        asking(prompt -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            throw new AssertionError("nobody let it go on");
        });
        await(asked);

        clock.pass(LIMITS.firstTokenWithin().plus(A_BIT));

        assertThat(ending()).isEqualTo(new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, "no text in time"));
        await(interrupted);
    }

    @Test
    void a_model_that_says_nothing_is_late() throws InterruptedException {
        var model = new HandModel();
        asking(model);
        HandModel.Talk talk = model.asked();

        clock.pass(LIMITS.firstTokenWithin().plus(A_BIT));

        assertThat(ending()).isEqualTo(new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, "no text in time"));
        talk.awaitClosed();
    }

    @Test
    void a_model_that_pauses_too_long_is_left_with_what_it_said() throws InterruptedException {
        var model = new HandModel();
        SendMessage.Receipt receipt = asking(model);
        model.asked().say("one moment");
        List<FeedItem> items = until(feed, FeedItem.ReplyPiece.class::isInstance);

        clock.pass(LIMITS.idleWithin().plus(A_BIT));
        items.addAll(untilEnded(feed));

        var ended = (FeedItem.ReplyEnded) items.getLast();
        assertThat(ended.content().ending())
                .isEqualTo(new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, "no further text in time"));
        assertThat(ended.content().text()).isEqualTo("one moment").isEqualTo(joined(items, receipt.replyId()));
    }

    @Test
    void a_model_that_never_comes_to_an_end_is_ended() throws InterruptedException {
        var model = new HandModel();
        asking(model);
        HandModel.Talk talk = model.asked();
        Duration step = LIMITS.idleWithin().minus(A_BIT);
        long steps = LIMITS.totalWithin().dividedBy(step) + 1;

        for (long i = 0; i < steps; i++) {
            talk.say("and ");
            until(feed, item -> item instanceof FeedItem.ReplyPiece || item instanceof FeedItem.ReplyEnded);
            clock.pass(step);
        }

        assertThat(ending()).isEqualTo(new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, "the whole reply took too long"));
    }

    @Test
    void a_model_whose_close_does_nothing_is_interrupted() throws InterruptedException {
        var asked = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        asking(prompt -> stream(() -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            throw new AssertionError("nobody let it go on");
        }));

        await(asked);

        clock.pass(LIMITS.firstTokenWithin().plus(A_BIT));

        assertThat(ending().state()).isEqualTo(ReplyState.FAILED);
        await(interrupted);
    }

    @Test
    void a_model_that_heeds_nothing_is_left_behind() throws InterruptedException {
        var stillThere = new CountDownLatch(1);
        SendMessage.Receipt receipt = asking(prompt -> new ReplyStream() {

            private boolean spoke;

            @Override
            public ReplyChunk next() {
                if (!spoke) {
                    spoke = true;
                    return new ReplyChunk.TextDelta("shown");
                }
                awaitStubbornly(never);
                stillThere.countDown();
                return new ReplyChunk.TextDelta("never shown");
            }

            @Override
            public void close() {
                awaitStubbornly(never);
            }
        });
        List<FeedItem> items = until(feed, FeedItem.ReplyPiece.class::isInstance);

        engine.useCases().cancelReply().cancel(ADA, session, receipt.replyId());
        items.addAll(untilEnded(feed));
        never.countDown();
        await(stillThere);

        var ended = (FeedItem.ReplyEnded) items.getLast();
        assertThat(ended.content().ending()).isEqualTo(new ReplyEnding.Cancelled());
        assertThat(ended.content().text()).isEqualTo("shown").isEqualTo(joined(items, receipt.replyId()));
        assertThat(feed.poll()).isNull();
    }

    @Test
    void a_model_that_heeds_nothing_does_not_hold_the_place_of_others() throws InterruptedException {
        builder.policies(policies.writingAtOnce(1));
        var first = new AtomicBoolean(true);
        var asked = new CountDownLatch(1);
        SendMessage.Receipt receipt = asking(prompt -> {
            if (first.compareAndSet(true, false)) {
                asked.countDown();
                awaitStubbornly(never);
            }
            return HandModel.saying("fine");
        });
        await(asked);

        engine.useCases().cancelReply().cancel(ADA, session, receipt.replyId());
        untilEnded(feed);
        engine.send(ADA, session, "And now?");

        assertThat(endedText()).isEqualTo("fine");
    }

    @Test
    void a_model_that_fails_by_mistake_ends_the_reply() throws InterruptedException {
        asking(prompt -> {
            throw new IllegalStateException("a secret of the adapter");
        });

        assertThat(ending()).isEqualTo(new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "IllegalStateException"));
    }

    @Test
    void a_model_that_fails_gravely_ends_the_reply() throws InterruptedException {
        asking(prompt -> stream(() -> {
            throw new AssertionError("broken beyond repair");
        }));

        assertThat(ending()).isEqualTo(new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "AssertionError"));
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_model_that_gives_nothing_at_all_ends_the_reply() throws InterruptedException {
        asking(prompt -> null);

        assertThat(ending().state()).isEqualTo(ReplyState.FAILED);
    }

    @Test
    void a_model_that_interrupts_itself_ends_the_reply() throws InterruptedException {
        asking(prompt -> stream(() -> {
            throw new InterruptedException("by nobody");
        }));

        assertThat(ending())
                .isInstanceOfSatisfying(
                        ReplyEnding.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.PROCESSING_ERROR));
    }

    @Test
    void a_model_that_says_it_was_cancelled_by_nobody_has_failed() throws InterruptedException {
        asking(prompt -> stream(ReplyChunk.Cancelled::new));

        assertThat(ending())
                .isInstanceOfSatisfying(
                        ReplyEnding.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.PROCESSING_ERROR));
    }

    @ParameterizedTest
    @EnumSource
    void each_kind_of_failure_is_told_by_its_code(ModelFailure.Kind kind) throws InterruptedException {
        asking(prompt -> {
            throw new ModelException(ModelFailure.of(kind, "as told"), null);
        });

        assertThat(ending()).isEqualTo(new ReplyEnding.Failed(kind.code(), "as told"));
    }

    @Test
    void a_stream_that_can_not_be_closed_spoils_nothing() throws InterruptedException {
        asking(prompt -> new ReplyStream() {

            @Override
            public ReplyChunk next() {
                return new ReplyChunk.Completed(FinishReason.STOP, new TokenUsage(1, 2, false));
            }

            @Override
            public void close() {
                throw new IllegalStateException("can't be closed");
            }
        });

        assertThat(ending()).isEqualTo(new ReplyEnding.Completed(FinishReason.STOP, new TokenUsage(1, 2, false)));
    }

    @Test
    void what_may_begin_a_stop_word_is_released_by_the_end_alone() throws InterruptedException {
        stoppingAt("<END>");
        var model = new HandModel();
        asking(model);

        model.asked().say("said <EN").end();

        assertThat(endedText()).isEqualTo("said <EN");
    }

    @Test
    void what_may_begin_a_stop_word_is_not_released_by_a_failure() throws InterruptedException {
        stoppingAt("<END>");
        var model = new HandModel();
        asking(model);

        model.asked()
                .say("said <EN")
                .give(new ReplyChunk.Failed(ModelFailure.of(ModelFailure.Kind.UNAVAILABLE, "reset")));

        assertThat(endedText()).isEqualTo("said ");
    }

    @Test
    void a_reply_cut_by_a_stop_word_has_its_tokens_guessed() throws InterruptedException {
        stoppingAt("<END>");
        var model = new HandModel();
        asking(model);

        model.asked().say("enough<END>and more");

        assertThat(ending()).isInstanceOfSatisfying(ReplyEnding.Completed.class, completed -> {
            assertThat(completed.reason()).isEqualTo(FinishReason.STOP_WORD);
            assertThat(completed.usage().estimated()).isTrue();
            assertThat(completed.usage().replyTokens()).isPositive();
        });
    }

    private void stoppingAt(String word) {
        Assistant standard = FixedAssistants.standard();
        var parameters = new ModelParameters(null, 0.5, 100, List.of(word));
        builder.assistants(List.of(new Assistant(
                standard.name(), standard.systemPrompt(), parameters, standard.window(), null, List.of())));
    }

    private ReplyEnding ending() throws InterruptedException {
        return ((FeedItem.ReplyEnded) untilEnded(feed).getLast()).content().ending();
    }

    private String endedText() throws InterruptedException {
        return ((FeedItem.ReplyEnded) untilEnded(feed).getLast()).content().text();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitStubbornly(CountDownLatch latch) {
        boolean reached = false;
        while (!reached) {
            try {
                latch.await();
                reached = true;
            } catch (InterruptedException e) {
                // This one does not let itself be interrupted: that is what it is for.
            }
        }
    }

    /** What the only step of a stream does. */
    @FunctionalInterface
    private interface Step {
        ReplyChunk take() throws InterruptedException;
    }

    private static ReplyStream stream(Step step) {
        return new ReplyStream() {

            @Override
            public ReplyChunk next() throws InterruptedException {
                return step.take();
            }

            @Override
            public void close() {}
        };
    }
}
