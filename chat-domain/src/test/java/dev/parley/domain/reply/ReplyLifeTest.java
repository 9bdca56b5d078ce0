package dev.parley.domain.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.reply.ReplyDecision.Cancellation;
import dev.parley.domain.reply.ReplyDecision.Change;
import dev.parley.domain.reply.ReplyDecision.Claim;
import dev.parley.domain.reply.ReplyLife.Ended;
import dev.parley.domain.reply.ReplyLife.Pending;
import dev.parley.domain.reply.ReplyLife.Streaming;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyLifeTest {

    private static final ReplyEnding COMPLETED =
            new ReplyEnding.Completed(FinishReason.STOP, new TokenUsage(1, 1, false));
    private static final ReplyEnding CANCELLED = new ReplyEnding.Cancelled();
    private static final ReplyEnding INTERRUPTED = new ReplyEnding.Interrupted();

    @Test
    void a_promised_reply_is_claimed_written_and_ended() {
        ReplyLife promised = ReplyLife.promised();
        Streaming claimed = granted(promised.claim(false));
        ReplyLife ended = done(claimed.finish(1, COMPLETED));

        assertThat(promised.state()).isEqualTo(ReplyState.PENDING);
        assertThat(claimed).isEqualTo(new Streaming(1, 0, false));
        assertThat(claimed.state()).isEqualTo(ReplyState.STREAMING);
        assertThat(claimed.dueEnding()).isEmpty();
        assertThat(ended).isEqualTo(new Ended(1, COMPLETED));
        assertThat(ended.state()).isEqualTo(ReplyState.COMPLETE);
    }

    @Test
    void a_pending_reply_is_claimed_whoever_had_it_before() {
        assertThat(new Pending(3, 1, false).claim(true)).isEqualTo(new Claim.Granted(new Streaming(4, 1, false)));
        assertThat(new Pending(3, 1, false).claim(false)).isEqualTo(new Claim.Granted(new Streaming(4, 1, false)));
    }

    @Test
    void a_reply_whose_claimant_is_alive_is_not_given() {
        assertThat(new Streaming(1, 0, false).claim(true)).isEqualTo(new Claim.BeingWritten());
    }

    @Test
    void a_reply_whose_claimant_is_dead_is_taken_over() {
        assertThat(new Streaming(1, 0, false).claim(false)).isEqualTo(new Claim.Granted(new Streaming(2, 1, false)));
    }

    @Test
    void an_ended_reply_is_not_given() {
        assertThat(new Ended(1, COMPLETED).claim(false)).isEqualTo(new Claim.Over());
    }

    @Test
    void two_takeovers_are_written_and_the_third_is_ended() {
        Streaming first = granted(ReplyLife.promised().claim(false));
        Streaming second = granted(first.claim(false));
        Streaming third = granted(second.claim(false));
        Streaming fourth = granted(third.claim(false));

        assertThat(second.dueEnding()).isEmpty();
        assertThat(third.dueEnding()).isEmpty();
        assertThat(fourth.dueEnding()).contains(INTERRUPTED);
        assertThat(granted(fourth.claim(false)).dueEnding()).contains(INTERRUPTED);
    }

    @Test
    void handing_back_is_no_takeover() {
        ReplyLife life = ReplyLife.promised();
        for (int i = 1; i <= 10; i++) {
            Streaming claimed = granted(life.claim(true));
            assertThat(claimed).isEqualTo(new Streaming(i, 0, false));
            assertThat(claimed.dueEnding()).isEmpty();
            life = done(claimed.handBack(i));
        }

        assertThat(life).isEqualTo(new Pending(10, 0, false));
    }

    @Test
    void a_lost_claim_changes_nothing() {
        Streaming taken = new Streaming(3, 1, false);

        for (ReplyLife life : new ReplyLife[] {taken, new Pending(3, 1, false), new Ended(3, COMPLETED)}) {
            assertThat(life.finish(2, COMPLETED)).isEqualTo(new Change.Lost());
            assertThat(life.handBack(2)).isEqualTo(new Change.Lost());
            assertThat(life.heldBy(2)).isFalse();
        }
        assertThat(taken.heldBy(3)).isTrue();
    }

    @Test
    void a_claim_is_used_up_by_its_end() {
        assertThat(new Ended(3, COMPLETED).finish(3, CANCELLED)).isEqualTo(new Change.Lost());
        assertThat(new Ended(3, COMPLETED).handBack(3)).isEqualTo(new Change.Lost());
        assertThat(new Ended(3, COMPLETED).heldBy(3)).isFalse();
        assertThat(new Pending(3, 1, false).finish(3, CANCELLED)).isEqualTo(new Change.Lost());
        assertThat(new Pending(3, 1, false).handBack(3)).isEqualTo(new Change.Lost());
        assertThat(new Pending(3, 1, false).heldBy(3)).isFalse();
    }

    @Test
    void a_pending_reply_is_cancelled_at_once() {
        assertThat(ReplyLife.promised().cancel()).isEqualTo(new Cancellation.Stopped(new Ended(0, CANCELLED)));
        assertThat(new Pending(2, 1, true).cancel()).isEqualTo(new Cancellation.Stopped(new Ended(2, CANCELLED)));
    }

    @Test
    void a_running_reply_is_asked_to_stop_as_often_as_wanted() {
        var marked = new Streaming(1, 0, true);

        assertThat(new Streaming(1, 0, false).cancel()).isEqualTo(new Cancellation.Requested(marked));
        assertThat(marked.cancel()).isEqualTo(new Cancellation.Requested(marked));
    }

    @Test
    void an_ended_reply_stays_as_it_is() {
        var ended = new Ended(1, COMPLETED);

        assertThat(ended.cancel()).isEqualTo(new Cancellation.AlreadyEnded(ended));
    }

    @Test
    void a_wish_to_stop_wins_at_the_next_claim() {
        var marked = new Streaming(3, 2, true);

        assertThat(granted(marked.claim(false)).dueEnding()).contains(CANCELLED);
        assertThat(granted(done(marked.handBack(3)).claim(true)).dueEnding()).contains(CANCELLED);
    }

    @Test
    void a_claimant_that_is_done_may_say_so_despite_a_wish_to_stop() {
        assertThat(done(new Streaming(1, 0, true).finish(1, COMPLETED))).isEqualTo(new Ended(1, COMPLETED));
    }

    @Test
    void each_ending_has_its_state() {
        assertThat(new Ended(1, COMPLETED).state()).isEqualTo(ReplyState.COMPLETE);
        assertThat(new Ended(1, CANCELLED).state()).isEqualTo(ReplyState.CANCELLED);
        assertThat(new Ended(1, INTERRUPTED).state()).isEqualTo(ReplyState.INTERRUPTED);
        assertThat(new Ended(1, new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, "")).state())
                .isEqualTo(ReplyState.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 1", "1, 1", "2, 2", "1, -1"})
    void counts_that_can_not_be_are_refused(int attempt, int takeovers) {
        assertThatThrownBy(() -> new Pending(attempt, takeovers, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Streaming(attempt, takeovers, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobody_claims_with_attempt_0_and_nothing_ends_below_it() {
        assertThatThrownBy(() -> new Streaming(0, 0, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ended(-1, COMPLETED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ended(1, null)).isInstanceOf(NullPointerException.class);
    }

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    /** Many workers, dying and waking up again, and people who cancel: what must hold after every step. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_happens_one_writes_and_one_end_stays(int seed) {
        var random = new Random(seed);
        ReplyLife life = ReplyLife.promised();
        Set<Integer> writers = new HashSet<>();
        int takeovers = 0;
        for (int step = 0; step < 60; step++) {
            ReplyLife before = life;
            int attempt = random.nextInt(life.attempt() + 2);
            boolean ownerAlive = random.nextBoolean();
            life = after(random.nextInt(12), life, attempt, ownerAlive);

            String name = "seed " + seed + " step " + step + ": " + before + " to " + life;
            assertThat(life.attempt()).as(name).isBetween(before.attempt(), before.attempt() + 1);
            if (before instanceof Ended) {
                assertThat(life).as(name).isSameAs(before);
            }
            if (life instanceof Streaming now && life.attempt() > before.attempt()) {
                takeovers += before instanceof Streaming ? 1 : 0;
                assertThat(now.takeovers()).as(name).isEqualTo(takeovers);
                assertThat(writers.add(life.attempt())).as(name).isTrue();
                assertThat(now.dueEnding().isPresent())
                        .as(name)
                        .isEqualTo(now.cancelRequested() || takeovers > ReplyLife.MOST_TAKEOVERS);
            }
            if (life instanceof Ended && before instanceof Streaming) {
                assertThat(attempt).as(name).isEqualTo(before.attempt());
            }
        }
    }

    private static ReplyLife after(int action, ReplyLife life, int attempt, boolean ownerAlive) {
        return switch (action) {
            case 0 ->
                switch (life.cancel()) {
                    case Cancellation.Stopped(Ended ended) -> ended;
                    case Cancellation.Requested(Streaming marked) -> marked;
                    case Cancellation.AlreadyEnded(Ended ended) -> ended;
                };
            case 1 -> after(life.finish(attempt, COMPLETED), life);
            case 2, 3, 4 -> after(life.handBack(attempt), life);
            default ->
                switch (life.claim(ownerAlive)) {
                    case Claim.Granted(Streaming claimed) -> claimed;
                    case Claim.BeingWritten ignored -> life;
                    case Claim.Over ignored -> life;
                };
        };
    }

    private static ReplyLife after(Change change, ReplyLife life) {
        return switch (change) {
            case Change.Done(ReplyLife next) -> next;
            case Change.Lost ignored -> life;
        };
    }

    private static Streaming granted(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).life();
    }

    private static ReplyLife done(Change change) {
        assertThat(change).isInstanceOf(Change.Done.class);
        return ((Change.Done) change).life();
    }
}
