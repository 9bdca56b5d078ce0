package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.key;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.ReplyJobs.Cancellation;
import dev.parley.application.port.out.ReplyJobs.Claim;
import dev.parley.application.port.out.ReplyJobs.Finish;
import dev.parley.application.port.out.ReplyJobs.Job;
import dev.parley.application.port.out.ReplyJobs.Progress;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.reply.TokenUsage;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link ReplyJobs} passes this suite. */
public abstract class ReplyJobsContract extends StoreContract {

    static List<Named<String>> awkwardTexts() {
        return AwkwardTexts.all();
    }

    static Stream<ReplyEnding> endings() {
        Stream<ReplyEnding> completed = Arrays.stream(FinishReason.values())
                .map(reason -> new ReplyEnding.Completed(reason, new TokenUsage(0, 2_000_000_000, true)));
        Stream<ReplyEnding> failed = Arrays.stream(ErrorCode.values())
                .map(code -> new ReplyEnding.Failed(code, "code %s: 'it' \uD83D\uDE00 ".formatted(code)));
        Stream<ReplyEnding> others = Stream.of(
                Sample.completed(),
                new ReplyEnding.Cancelled(),
                new ReplyEnding.Interrupted(),
                new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, ""));
        return Stream.of(completed, failed, others).flatMap(all -> all);
    }

    @Test
    void g1_of_many_claims_at_once_one_gets_it() throws Exception {
        Ticket ticket = asked(created(1), 1);
        List<NodeLease> nodes =
                IntStream.range(0, Race.MANY).mapToObj(i -> node("n" + i)).toList();

        List<Optional<Job>> jobs = Race.of(Race.MANY, runner -> replies.claim(ticket, nodes.get(runner), second(200)));

        assertThat(jobs).filteredOn(Optional::isPresent).hasSize(1);
        Progress progress = replies.progress(ticket.key(), ticket.reply()).orElseThrow();
        assertThat(progress.state()).isEqualTo(ReplyState.STREAMING);
        assertThat(progress.attempt()).isEqualTo(1);
    }

    @Test
    void g1_a_job_tells_what_is_to_be_written() {
        SessionKey key = created(1);
        exchanged(key, 1);
        Ticket ticket = asked(key, 2);
        NodeLease node = node("a");

        Job job = claimed(ticket, node);

        assertThat(job)
                .isEqualTo(new Job(
                        new Claim(key, ticket.reply(), 1, node),
                        question(key, 2),
                        new Turn(2),
                        0,
                        "",
                        false,
                        new Seq(4)));
    }

    @Test
    void g1_each_claim_has_a_higher_attempt() {
        Ticket ticket = asked(created(1), 1);

        Job first = claimed(ticket, node("a"));
        node("a");
        Job taken = claimed(ticket, node("b"));
        replies.handBack(taken.claim());
        Job again = claimed(ticket, node("b"));

        assertThat(List.of(first, taken, again))
                .extracting(job -> job.claim().attempt())
                .containsExactly(1, 2, 3);
    }

    @Test
    void g1_an_orphan_is_taken_by_one_of_many() throws Exception {
        Ticket ticket = asked(created(1), 1);
        NodeLease dead = node("dead");
        claimed(ticket, dead);
        leases.release(dead);
        NodeLease node = node("a");

        List<Optional<Job>> jobs = Race.of(Race.MANY, runner -> replies.claim(ticket, node, second(200)));

        assertThat(jobs).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(replies.progress(ticket.key(), ticket.reply()).orElseThrow().attempt())
                .isEqualTo(2);
    }

    @Test
    void g1_what_is_unknown_or_foreign_is_not_claimed() {
        Ticket ticket = asked(created(1), 1);
        SessionKey other = created(2);
        NodeLease node = node("a");

        assertThat(replies.claim(new Ticket(other, ticket.reply()), node, second(200)))
                .isEmpty();
        assertThat(replies.claim(new Ticket(foreign(ticket.key()), ticket.reply()), node, second(200)))
                .isEmpty();
        assertThat(replies.claim(new Ticket(ticket.key(), question(ticket.key(), 1)), node, second(200)))
                .isEmpty();
        assertThat(replies.claim(new Ticket(ticket.key(), question(ticket.key(), 9)), node, second(200)))
                .isEmpty();
        assertThat(replies.claim(new Ticket(key(3), ticket.reply()), node, second(200)))
                .isEmpty();
        assertThat(replies.progress(ticket.key(), ticket.reply()).orElseThrow().attempt())
                .isZero();
    }

    @Test
    void g2_a_later_reply_waits_for_the_earlier_one() {
        SessionKey key = created(1);
        Ticket first = asked(key, 1);
        Ticket second = asked(key, 2);
        NodeLease node = node("a");

        assertThat(replies.claim(second, node, second(200))).isEmpty();
        Job job = claimed(first, node);
        assertThat(replies.claim(second, node, second(200))).isEmpty();
        finished(job, "answer", second(201));

        assertThat(replies.claim(second, node, second(202))).isPresent();
    }

    @Test
    void g2_a_later_reply_waits_for_an_orphan() {
        SessionKey key = created(1);
        Ticket first = asked(key, 1);
        Ticket second = asked(key, 2);
        NodeLease dead = node("dead");
        claimed(first, dead);
        leases.release(dead);

        assertThat(replies.claim(second, node("a"), second(200))).isEmpty();
        assertThat(replies.startable(10)).containsExactly(first);
    }

    @Test
    void g2_a_later_reply_waits_for_one_that_was_handed_back() {
        SessionKey key = created(1);
        Ticket first = asked(key, 1);
        Ticket second = asked(key, 2);
        NodeLease node = node("a");
        replies.handBack(claimed(first, node).claim());

        assertThat(replies.claim(second, node, second(200))).isEmpty();
        assertThat(replies.claim(first, node, second(200))).isPresent();
    }

    @Test
    void g2_of_a_sessions_replies_at_once_one_is_written() throws Exception {
        SessionKey key = created(1);
        List<Ticket> tickets = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> asked(key, number))
                .toList();
        NodeLease node = node("a");

        List<Optional<Job>> jobs =
                Race.of(Race.MANY, runner -> replies.claim(tickets.get(runner % 4), node, second(200)));

        assertThat(jobs).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(replies.open(key))
                .extracting(Progress::state)
                .containsExactly(ReplyState.STREAMING, ReplyState.PENDING, ReplyState.PENDING, ReplyState.PENDING);
    }

    @Test
    void g2_the_open_replies_are_told_in_order() {
        SessionKey key = created(1);
        exchanged(key, 1);
        Ticket second = asked(key, 2);
        Ticket third = asked(key, 3);
        Job job = claimed(second, node("a"));
        replies.checkpoint(job.claim(), "so far");

        assertThat(replies.open(key))
                .containsExactly(
                        new Progress(second.reply(), question(key, 2), new Turn(2), ReplyState.STREAMING, 1, "so far"),
                        new Progress(third.reply(), question(key, 3), new Turn(3), ReplyState.PENDING, 0, ""));
        assertThat(replies.open(foreign(key))).isEmpty();
        assertThat(replies.open(key(9))).isEmpty();
    }

    @Test
    void g2_sessions_do_not_wait_for_each_other() {
        Ticket one = asked(created(1), 1);
        Ticket two = asked(created(2), 1);
        NodeLease node = node("a");

        assertThat(replies.claim(one, node, second(200))).isPresent();
        assertThat(replies.claim(two, node, second(200))).isPresent();
    }

    @Test
    void g3_what_a_living_owner_writes_is_not_claimed() {
        Ticket ticket = asked(created(1), 1);
        NodeLease owner = node("a");
        claimed(ticket, owner);

        assertThat(replies.claim(ticket, node("b"), second(200))).isEmpty();
        assertThat(replies.claim(ticket, owner, second(200))).isEmpty();
    }

    @Test
    void g3_what_was_left_when_a_lease_ran_out_is_claimed() {
        Ticket ticket = asked(created(1), 1);
        NodeLease owner = leases.take("a", backend.shortLease());
        claimed(ticket, owner);
        NodeLease other = node("b");

        backend.letTimePass(backend.shortLease());

        assertThat(replies.claim(ticket, other, second(200))).isPresent();
    }

    @Test
    void g3_what_a_renewed_owner_writes_is_not_claimed() {
        Ticket ticket = asked(created(1), 1);
        NodeLease owner = renewed("a");
        claimed(ticket, owner);

        backend.letTimePass(backend.shortLease());

        assertThat(replies.claim(ticket, node("b"), second(200))).isEmpty();
    }

    @Test
    void g3_what_an_earlier_life_left_is_claimed() {
        Ticket ticket = asked(created(1), 1);
        claimed(ticket, node("a"));

        NodeLease restarted = node("a");

        assertThat(replies.claim(ticket, restarted, second(200))).isPresent();
    }

    @Test
    void g4_a_takeover_counts_and_tells_the_text_known() {
        Ticket ticket = asked(created(1), 1);
        Job first = claimed(ticket, node("a"));
        replies.checkpoint(first.claim(), "known text ");

        Job second = claimed(ticket, node("a"));
        Job third = claimed(ticket, node("a"));

        assertThat(second.takeovers()).isEqualTo(1);
        assertThat(second.checkpoint()).isEqualTo("known text ");
        assertThat(third.takeovers()).isEqualTo(2);
        assertThat(third.checkpoint()).isEqualTo("known text ");
    }

    @Test
    void g4_handing_back_does_not_count() {
        Ticket ticket = asked(created(1), 1);
        Job first = claimed(ticket, node("a"));
        replies.checkpoint(first.claim(), "known text");

        assertThat(replies.handBack(first.claim())).isTrue();
        Job second = claimed(ticket, node("b"));

        assertThat(second.takeovers()).isZero();
        assertThat(second.checkpoint()).isEqualTo("known text");
    }

    @Test
    void g4_the_text_known_stays_until_the_next_attempt_keeps_its_own() {
        Ticket ticket = asked(created(1), 1);
        Job first = claimed(ticket, node("a"));
        replies.checkpoint(first.claim(), "of the first");

        Job second = claimed(ticket, node("a"));
        assertThat(progress(ticket).checkpoint()).isEqualTo("of the first");
        assertThat(progress(ticket).attempt()).isEqualTo(2);

        replies.checkpoint(second.claim(), "of the second");
        assertThat(progress(ticket).checkpoint()).isEqualTo("of the second");
        assertThat(claimed(ticket, node("a")).checkpoint()).isEqualTo("of the second");
    }

    @Test
    void g4_what_was_handed_back_is_pending_again() {
        Ticket ticket = asked(created(1), 1);
        NodeLease node = node("a");

        replies.handBack(claimed(ticket, node).claim());

        assertThat(progress(ticket).state()).isEqualTo(ReplyState.PENDING);
        assertThat(progress(ticket).attempt()).isEqualTo(1);
        assertThat(replies.startable(10)).containsExactly(ticket);
        assertThat(events(ticket.key())).hasSize(2);
    }

    @Test
    void g5_a_claim_lost_to_another_changes_nothing() {
        Ticket ticket = asked(created(1), 1);
        Job lost = claimed(ticket, node("a"));
        node("a");
        Job held = claimed(ticket, node("b"));
        replies.checkpoint(held.claim(), "mine");

        assertClaimIsLost(lost.claim());

        assertThat(progress(ticket).checkpoint()).isEqualTo("mine");
        assertThat(progress(ticket).attempt()).isEqualTo(2);
        assertThat(events(ticket.key())).hasSize(2);
        assertThat(finished(held, "answer", second(202)).message().text()).isEqualTo("answer");
    }

    @Test
    void g5_a_claim_that_was_handed_back_changes_nothing() {
        Ticket ticket = asked(created(1), 1);
        Job job = claimed(ticket, node("a"));
        replies.handBack(job.claim());

        assertClaimIsLost(job.claim());

        assertThat(progress(ticket).state()).isEqualTo(ReplyState.PENDING);
    }

    @Test
    void g5_a_claim_that_was_used_up_changes_nothing() {
        Ticket ticket = asked(created(1), 1);
        Job job = claimed(ticket, node("a"));
        finished(job, "answer", second(201));

        assertClaimIsLost(job.claim());

        assertThat(progress(ticket).checkpoint()).isEqualTo("answer");
        assertThat(events(ticket.key())).hasSize(3);
    }

    @Test
    void g5_a_claim_nobody_was_given_changes_nothing() {
        Ticket ticket = asked(created(1), 1);
        NodeLease node = node("a");
        Claim claim = new Claim(ticket.key(), ticket.reply(), 1, node);
        assertClaimIsLost(claim);

        claimed(ticket, node);

        assertClaimIsLost(new Claim(ticket.key(), ticket.reply(), 2, node));
        assertClaimIsLost(new Claim(ticket.key(), ticket.reply(), 1, node("b")));
        assertClaimIsLost(new Claim(foreign(ticket.key()), ticket.reply(), 1, node));
        assertClaimIsLost(new Claim(created(2), ticket.reply(), 1, node));
        assertThat(replies.checkpoint(claim, "kept")).isTrue();
    }

    @Test
    void g5_of_many_texts_only_those_of_lost_claims_are_not_kept() {
        NodeLease node = node("a");
        Claim first = claimed(asked(created(1), 1), node).claim();
        Claim lost = claimed(asked(created(2), 1), node).claim();
        Claim third = claimed(asked(created(3), 1), node).claim();
        replies.checkpoint(lost, "before");
        replies.handBack(lost);

        assertThat(replies.checkpointAll(Map.of(first, "one", lost, "two", third, "three")))
                .containsExactly(lost);

        assertThat(progress(first).checkpoint()).isEqualTo("one");
        assertThat(progress(lost).checkpoint()).isEqualTo("before");
        assertThat(progress(third).checkpoint()).isEqualTo("three");
        assertThat(replies.checkpointAll(Map.of())).isEmpty();
    }

    @Test
    void g5_a_claim_whose_lease_ran_out_holds_until_it_is_taken() {
        Ticket ticket = asked(created(1), 1);
        NodeLease owner = leases.take("a", backend.shortLease());
        Job job = claimed(ticket, owner);

        backend.letTimePass(backend.shortLease());

        assertThat(replies.checkpoint(job.claim(), "late")).isTrue();
        assertThat(replies.finish(job.claim(), Sample.answer("late"), second(201)))
                .isInstanceOf(Finish.Finished.class);
    }

    @Test
    void g5_of_finish_and_takeover_at_once_one_wins() throws Exception {
        for (int number = 1; number <= 10; number++) {
            Ticket ticket = asked(created(number), 1);
            NodeLease dead = node("dead");
            Job job = claimed(ticket, dead);
            leases.release(dead);
            NodeLease node = node("a");

            List<Object> outcomes = Race.of(
                    2,
                    runner -> runner == 0
                            ? replies.finish(job.claim(), Sample.answer("a"), second(201))
                            : replies.claim(ticket, node, second(201)));

            boolean finished = outcomes.getFirst() instanceof Finish.Finished;
            assertThat(outcomes.getLast()).isEqualTo(finished ? Optional.empty() : outcomes.getLast());
            assertThat(((Optional<?>) outcomes.getLast()).isPresent()).isNotEqualTo(finished);
            assertThat(events(ticket.key())).hasSize(finished ? 3 : 2);
        }
    }

    @Test
    void g6_finish_adds_the_message_its_event_and_ends_the_reply() {
        SessionKey key = created(1);
        Ticket ticket = asked(key, 1);
        Job job = claimed(ticket, node("a"));
        Content.FromAi content = Sample.answer("the answer");

        Finish finish = replies.finish(job.claim(), content, second(201));

        Message message = new Message(
                ticket.reply(),
                key.session(),
                content,
                Message.NO_METADATA,
                second(201),
                new Place(new Position(2), new Seq(3), new Turn(1), question(key, 1), true),
                1);
        RecordedEvent event = new RecordedEvent(
                key,
                new Seq(3),
                second(201),
                new SessionEvent.ReplyEnded(ticket.reply(), ReplyState.COMPLETE),
                message);
        assertThat(finish).isEqualTo(new Finish.Finished(message, event, null));
        assertThat(conversations.message(key, ticket.reply())).contains(message);
        assertThat(events(key)).endsWith(event);
        assertThat(progress(ticket))
                .isEqualTo(new Progress(
                        ticket.reply(), question(key, 1), new Turn(1), ReplyState.COMPLETE, 1, "the answer"));
        assertThat(replies.progress(key, question(key, 1))).contains(progress(ticket));
        assertThat(replies.open(key)).isEmpty();
        assertThat(sessions.find(key).orElseThrow().session().updatedAt()).isEqualTo(second(201));
        assertThat(sessions.find(key).orElseThrow().messageCount()).isEqualTo(2);
    }

    @Test
    void g6_a_reply_has_its_position_when_it_ends() {
        SessionKey key = created(1);
        Ticket first = asked(key, 1);
        Job job = claimed(first, node("a"));
        asked(key, 2);

        Message message = finished(job, "answer", second(201)).message();

        assertThat(message.place())
                .isEqualTo(new Place(new Position(3), new Seq(4), new Turn(1), question(key, 1), true));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void g6_each_ending_is_kept(ReplyEnding ending) {
        SessionKey key = created(1);
        Ticket ticket = asked(key, 1);
        Job job = claimed(ticket, node("a"));
        Content.FromAi content = new Content.FromAi("", ending, 3, null);

        Finish.Finished finished = (Finish.Finished) replies.finish(job.claim(), content, second(201));

        assertThat(finished.message().content()).isEqualTo(content);
        assertThat(finished.event().event()).isEqualTo(new SessionEvent.ReplyEnded(ticket.reply(), ending.state()));
        assertThat(conversations.message(key, ticket.reply()).orElseThrow().content())
                .isEqualTo(content);
        assertThat(progress(ticket).state()).isEqualTo(ending.state());
        assertThat(events(key).getLast()).isEqualTo(finished.event());
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void g6_checkpoints_and_answers_keep_their_characters(String text) {
        Ticket ticket = asked(created(1), 1);
        Job job = claimed(ticket, node("a"));

        replies.checkpoint(job.claim(), text);
        AwkwardTexts.assertSame(progress(ticket).checkpoint(), text);
        AwkwardTexts.assertSame(replies.open(ticket.key()).getFirst().checkpoint(), text);

        Message message = finished(job, text, second(201)).message();
        AwkwardTexts.assertSame(message.text(), text);
        AwkwardTexts.assertSame(progress(ticket).checkpoint(), text);
    }

    @Test
    void g6_of_many_that_finish_at_once_one_does() throws Exception {
        Ticket ticket = asked(created(1), 1);
        Job job = claimed(ticket, node("a"));

        List<Finish> finishes =
                Race.of(16, runner -> replies.finish(job.claim(), Sample.answer("a" + runner), second(201)));

        assertThat(finishes).filteredOn(Finish.Finished.class::isInstance).hasSize(1);
        assertThat(finishes)
                .filteredOn(finish -> !(finish instanceof Finish.Finished))
                .hasSize(15)
                .containsOnly(new Finish.Lost());
        assertThat(events(ticket.key())).hasSize(3);
    }

    @Test
    void g6_finish_tells_whose_turn_it_is() {
        SessionKey key = created(1);
        Ticket first = asked(key, 1);
        Ticket second = asked(key, 2);
        Ticket third = asked(key, 3);
        NodeLease node = node("a");

        assertThat(finished(claimed(first, node), "a", second(201)).next()).isEqualTo(second);
        assertThat(finished(claimed(second, node), "b", second(202)).next()).isEqualTo(third);
        assertThat(finished(claimed(third, node), "c", second(203)).next()).isNull();
    }

    @Test
    void g6_a_reply_of_a_closed_session_is_still_finished() {
        SessionKey key = created(1);
        Job job = claimed(asked(key, 1), node("a"));
        stand(key, Standing.CLOSED);

        assertThat(replies.finish(job.claim(), Sample.answer("answer"), second(201)))
                .isInstanceOf(Finish.Finished.class);
        assertThat(sessions.find(key).orElseThrow().session().standing()).isEqualTo(Standing.CLOSED);
    }

    @Test
    void g7_a_cancelled_pending_reply_ends_at_once() {
        SessionKey key = created(1);
        Ticket ticket = asked(key, 1);

        Cancellation cancellation = replies.cancel(key, ticket.reply(), second(201));

        Message message = new Message(
                ticket.reply(),
                key.session(),
                new Content.FromAi("", new ReplyEnding.Cancelled(), 0, null),
                Message.NO_METADATA,
                second(201),
                new Place(new Position(2), new Seq(3), new Turn(1), question(key, 1), true),
                1);
        RecordedEvent event = new RecordedEvent(
                key,
                new Seq(3),
                second(201),
                new SessionEvent.ReplyEnded(ticket.reply(), ReplyState.CANCELLED),
                message);
        assertThat(cancellation).isEqualTo(new Cancellation.Ended(message, event, null));
        assertThat(conversations.message(key, ticket.reply())).contains(message);
        assertThat(events(key)).endsWith(event);
        assertThat(progress(ticket).state()).isEqualTo(ReplyState.CANCELLED);
        assertThat(replies.claim(ticket, node("a"), second(202))).isEmpty();
        assertThat(replies.startable(10)).isEmpty();
    }

    @Test
    void g7_what_was_handed_back_and_cancelled_keeps_its_text() {
        SessionKey key = created(1);
        Ticket ticket = asked(key, 1);
        Job job = claimed(ticket, node("a"));
        replies.checkpoint(job.claim(), "seen by people");
        replies.handBack(job.claim());

        Cancellation.Ended ended = (Cancellation.Ended) replies.cancel(key, ticket.reply(), second(201));

        assertThat(ended.message().content())
                .isEqualTo(new Content.FromAi("seen by people", new ReplyEnding.Cancelled(), 1, null));
    }

    @Test
    void g7_a_running_reply_is_marked_for_its_owner() {
        SessionKey key = created(1);
        Ticket ticket = asked(key, 1);
        NodeLease owner = node("a");
        Job job = claimed(ticket, owner);
        claimed(asked(created(2), 1), owner);

        assertThat(replies.cancelRequested(owner)).isEmpty();
        assertThat(replies.cancel(key, ticket.reply(), second(201))).isEqualTo(new Cancellation.Requested());
        assertThat(replies.cancel(key, ticket.reply(), second(202))).isEqualTo(new Cancellation.Requested());

        assertThat(replies.cancelRequested(owner)).containsExactly(ticket.reply());
        assertThat(replies.cancelRequested(node("b"))).isEmpty();
        assertThat(progress(ticket).state()).isEqualTo(ReplyState.STREAMING);
        assertThat(events(key)).hasSize(2);
        finished(job, "so far", second(203));
        assertThat(replies.cancelRequested(owner)).isEmpty();
    }

    @Test
    void g7_the_mark_is_seen_after_a_takeover_and_a_hand_back() {
        Ticket ticket = asked(created(1), 1);
        NodeLease first = node("a");
        claimed(ticket, first);
        replies.cancel(ticket.key(), ticket.reply(), second(201));

        NodeLease second = node("a");
        Job taken = claimed(ticket, second);
        assertThat(taken.cancelRequested()).isTrue();
        assertThat(replies.cancelRequested(first)).isEmpty();
        assertThat(replies.cancelRequested(second)).containsExactly(ticket.reply());

        replies.handBack(taken.claim());
        assertThat(replies.cancelRequested(second)).isEmpty();
        assertThat(claimed(ticket, second).cancelRequested()).isTrue();
    }

    @Test
    void g7_an_ended_reply_stays_as_it_is() {
        SessionKey key = created(1);
        exchanged(key, 1);
        Ticket cancelled = asked(key, 2);
        replies.cancel(key, cancelled.reply(), second(201));

        assertThat(replies.cancel(key, reply(key, 1), second(202)))
                .isEqualTo(new Cancellation.AlreadyEnded(ReplyState.COMPLETE));
        assertThat(replies.cancel(key, cancelled.reply(), second(202)))
                .isEqualTo(new Cancellation.AlreadyEnded(ReplyState.CANCELLED));
        assertThat(events(key)).hasSize(5);
    }

    @Test
    void g7_there_is_no_cancelling_what_is_not_there() {
        SessionKey key = created(1);
        Ticket ticket = asked(key, 1);

        assertThat(replies.cancel(key, question(key, 1), second(201))).isEqualTo(new Cancellation.Missing());
        assertThat(replies.cancel(key, reply(key, 9), second(201))).isEqualTo(new Cancellation.Missing());
        assertThat(replies.cancel(created(2), ticket.reply(), second(201))).isEqualTo(new Cancellation.Missing());
        assertThat(replies.cancel(foreign(key), ticket.reply(), second(201))).isEqualTo(new Cancellation.Missing());
        deleted(key, second(202));
        assertThat(replies.cancel(key, ticket.reply(), second(203))).isEqualTo(new Cancellation.Missing());
    }

    @Test
    void g7_cancelling_tells_whose_turn_it_is() {
        SessionKey key = created(1);
        List<Ticket> tickets = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> asked(key, number))
                .toList();

        assertThat(next(tickets.get(1))).isEqualTo(tickets.get(0));
        assertThat(next(tickets.get(0))).isEqualTo(tickets.get(2));
        claimed(tickets.get(2), node("a"));
        assertThat(next(tickets.get(3))).isNull();
    }

    @Test
    void g7_of_many_cancels_at_once_one_ends_it() throws Exception {
        Ticket ticket = asked(created(1), 1);

        List<Cancellation> cancellations =
                Race.of(16, runner -> replies.cancel(ticket.key(), ticket.reply(), second(201)));

        assertThat(cancellations)
                .filteredOn(Cancellation.Ended.class::isInstance)
                .hasSize(1);
        assertThat(cancellations)
                .filteredOn(cancellation -> !(cancellation instanceof Cancellation.Ended))
                .hasSize(15)
                .containsOnly(new Cancellation.AlreadyEnded(ReplyState.CANCELLED));
        assertThat(events(ticket.key())).hasSize(3);
    }

    @Test
    void g7_of_claim_and_cancel_at_once_neither_is_lost() throws Exception {
        for (int number = 1; number <= 10; number++) {
            Ticket ticket = asked(created(number), 1);
            NodeLease node = node("a" + number);

            List<Object> outcomes = Race.of(
                    2,
                    runner -> runner == 0
                            ? replies.claim(ticket, node, second(201))
                            : replies.cancel(ticket.key(), ticket.reply(), second(201)));

            boolean claimed = ((Optional<?>) outcomes.getFirst()).isPresent();
            assertThat(outcomes.getLast())
                    .isInstanceOf(claimed ? Cancellation.Requested.class : Cancellation.Ended.class);
            assertThat(replies.cancelRequested(node)).hasSize(claimed ? 1 : 0);
        }
    }

    @Test
    void g8_startable_lists_pending_replies_the_longest_waiting_first() {
        List<Ticket> tickets = new ArrayList<>();
        for (int number : List.of(3, 1, 2)) {
            SessionKey key = created(number);
            tickets.add(asked(key, 10 + tickets.size()));
        }

        assertThat(replies.startable(10)).isEqualTo(tickets);
        assertThat(replies.startable(2)).isEqualTo(tickets.subList(0, 2));
    }

    @Test
    void g8_startable_lists_one_of_each_session() {
        SessionKey key = created(1);
        Ticket first = asked(key, 1);
        Ticket second = asked(key, 2);
        Ticket other = asked(created(2), 3);

        assertThat(replies.startable(10)).containsExactly(first, other);
        finished(claimed(first, node("a")), "answer", second(201));
        assertThat(replies.startable(10)).containsExactly(second, other);
    }

    @Test
    void g8_startable_leaves_out_what_a_living_owner_writes() {
        SessionKey key = created(1);
        Ticket running = asked(key, 1);
        asked(key, 2);
        claimed(running, node("a"));

        assertThat(replies.startable(10)).isEmpty();
    }

    @Test
    void g8_startable_lists_orphans() {
        Ticket released = asked(created(1), 1);
        Ticket replaced = asked(created(2), 2);
        Ticket ranOut = asked(created(3), 3);
        Ticket held = asked(created(4), 4);
        NodeLease leaving = node("leaving");
        claimed(released, leaving);
        claimed(replaced, node("restarting"));
        claimed(ranOut, leases.take("dying", backend.shortLease()));
        claimed(held, node("living"));

        leases.release(leaving);
        node("restarting");
        backend.letTimePass(backend.shortLease());

        assertThat(replies.startable(10)).containsExactly(released, replaced, ranOut);
    }

    @Test
    void g8_all_that_is_startable_can_be_claimed() {
        SessionKey key = created(1);
        asked(key, 1);
        asked(key, 2);
        claimed(asked(created(2), 3), node("dead"));
        node("dead");
        NodeLease node = node("a");

        List<Ticket> startable = replies.startable(10);

        assertThat(startable).hasSize(2);
        assertThat(startable)
                .allSatisfy(ticket ->
                        assertThat(replies.claim(ticket, node, second(200))).isPresent());
        assertThat(replies.startable(10)).isEmpty();
    }

    @Test
    void g8_startable_leaves_out_deleted_sessions() {
        SessionKey key = created(1);
        Ticket ticket = asked(key, 1);
        deleted(key, second(150));

        assertThat(replies.startable(10)).isEmpty();
        sessions.restore(key, ADA, second(150), second(151));
        assertThat(replies.startable(10)).containsExactly(ticket);
    }

    @Test
    void g9_a_reply_of_a_deleted_session_is_neither_claimed_nor_finished() {
        SessionKey key = created(1);
        Ticket running = asked(key, 1);
        asked(key, 2);
        NodeLease owner = node("a");
        Job job = claimed(running, owner);
        deleted(key, second(150));
        leases.release(owner);

        assertThat(replies.claim(running, node("b"), second(200))).isEmpty();
        assertThat(replies.finish(job.claim(), Sample.answer("late"), second(201)))
                .isEqualTo(new Finish.Lost());
        assertThat(replies.progress(key, running.reply())).isEmpty();
        assertThat(replies.open(key)).isEmpty();
        assertThat(conversations.heads(List.of(key))).containsEntry(key, new Seq(4));
    }

    @Test
    void g9_a_reply_of_a_purged_session_is_lost() {
        SessionKey key = created(1);
        Job job = claimed(asked(key, 1), node("a"));
        deleted(key, second(150));
        sessions.purge(second(151), 10);

        assertThat(replies.checkpoint(job.claim(), "late")).isFalse();
        assertThat(replies.finish(job.claim(), Sample.answer("late"), second(201)))
                .isEqualTo(new Finish.Lost());
        assertThat(replies.handBack(job.claim())).isFalse();
    }

    @Test
    void g9_a_reply_of_a_restored_session_is_written_on() {
        SessionKey key = created(1);
        Job job = claimed(asked(key, 1), node("a"));
        deleted(key, second(150));
        assertThat(replies.checkpoint(job.claim(), "meanwhile")).isTrue();
        sessions.restore(key, ADA, second(150), second(151));

        assertThat(progress(job.claim()).checkpoint()).isEqualTo("meanwhile");
        assertThat(replies.finish(job.claim(), Sample.answer("answer"), second(201)))
                .isInstanceOf(Finish.Finished.class);
        assertThat(conversations.history(key, new Range.Newest(9)).orElseThrow().messages())
                .hasSize(2);
    }

    @Test
    void g10_a_lost_backend_is_reported_by_every_method() {
        Ticket ticket = asked(created(1), 1);
        NodeLease node = node("a");
        Claim claim = claimed(ticket, node).claim();
        backend.cutConnection();

        assertLost(() -> replies.startable(1));
        assertLost(() -> replies.claim(ticket, node, second(200)));
        assertLost(() -> replies.checkpoint(claim, "text"));
        assertLost(() -> replies.finish(claim, Sample.answer("text"), second(201)));
        assertLost(() -> replies.handBack(claim));
        assertLost(() -> replies.cancel(ticket.key(), ticket.reply(), second(201)));
        assertLost(() -> replies.cancelRequested(node));
        assertLost(() -> replies.progress(ticket.key(), ticket.reply()));
        assertLost(() -> replies.open(ticket.key()));
    }

    @Test
    void g10_what_was_committed_is_there_afterwards() {
        Ticket ticket = asked(created(1), 1);
        Job job = claimed(ticket, node("a"));
        replies.checkpoint(job.claim(), "kept");
        replies.cancel(ticket.key(), ticket.reply(), second(201));

        backend.cutConnection();
        use(backend.reconnect());

        assertThat(progress(ticket).checkpoint()).isEqualTo("kept");
        assertThat(replies.cancelRequested(job.claim().owner())).containsExactly(ticket.reply());
        assertThat(replies.finish(job.claim(), Sample.answer("answer"), second(202)))
                .isInstanceOf(Finish.Finished.class);
    }

    private Progress progress(Ticket ticket) {
        return replies.progress(ticket.key(), ticket.reply()).orElseThrow();
    }

    private Progress progress(Claim claim) {
        return progress(new Ticket(claim.key(), claim.reply()));
    }

    private Ticket next(Ticket cancelled) {
        return ((Cancellation.Ended) replies.cancel(cancelled.key(), cancelled.reply(), second(201))).next();
    }

    private void assertClaimIsLost(Claim claim) {
        assertThat(replies.checkpoint(claim, "lost")).isFalse();
        assertThat(replies.handBack(claim)).isFalse();
        assertThat(replies.finish(claim, Sample.answer("lost"), second(201))).isEqualTo(new Finish.Lost());
    }

    private static SessionKey foreign(SessionKey key) {
        return new SessionKey(GLOBEX, key.session());
    }

    private static MessageId question(SessionKey key, int number) {
        return Sample.message(key, number).id();
    }

    private static MessageId reply(SessionKey key, int number) {
        return Sample.message(key, number).reply();
    }
}
