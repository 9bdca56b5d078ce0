package dev.parley.bootstrap.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bootstrap.terminal.Conversation.Position;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final String REPLY = "r-1";

    private final Conversation conversation = new Conversation(5);

    @Test
    void an_answer_is_shown_piece_by_piece() {
        assertThat(conversation.hear(new Frame.Started(REPLY, 1, 0))).isEmpty();
        assertThat(conversation.hear(chunk(0, "Hel"))).containsExactly(new Effect.Append("Hel"));
        assertThat(conversation.hear(chunk(3, "lo"))).containsExactly(new Effect.Append("lo"));
        assertThat(conversation.hear(complete(6, "Hello"))).containsExactly(new Effect.End(Frame.How.COMPLETE, null));
        assertThat(conversation.position()).isEqualTo(new Position(6, null, 0, 0));
    }

    @Test
    void where_to_resume_is_where_the_screen_is() {
        conversation.hear(new Frame.Started(REPLY, 2, 0));
        conversation.hear(new Frame.Chunk(REPLY, 2, 0, "Hel"));

        assertThat(conversation.position()).isEqualTo(new Position(5, REPLY, 2, 3));
    }

    @Test
    void a_piece_that_comes_twice_is_shown_once() {
        conversation.hear(chunk(0, "Hello"));

        assertThat(conversation.hear(chunk(0, "Hello"))).isEmpty();
        assertThat(conversation.hear(chunk(0, "Hel"))).isEmpty();
        assertThat(conversation.hear(chunk(5, ""))).isEmpty();
    }

    @Test
    void an_overlap_is_cut_off() {
        conversation.hear(chunk(0, "Hello"));

        assertThat(conversation.hear(chunk(3, "lo, you"))).containsExactly(new Effect.Append(", you"));
    }

    @Test
    void a_hole_in_the_text_is_never_passed_over() {
        conversation.hear(chunk(0, "Hello"));

        assertThat(conversation.hear(chunk(6, "you"))).containsExactly(new Effect.Resync());
        assertThat(conversation.position()).isEqualTo(new Position(5, REPLY, 1, 5));
        assertThat(conversation.hear(chunk(5, ", you"))).containsExactly(new Effect.Append(", you"));
    }

    @Test
    void a_text_whose_beginning_is_missing_is_asked_for() {
        assertThat(conversation.hear(chunk(3, "lo"))).containsExactly(new Effect.Resync());
        assertThat(conversation.hear(new Frame.Started(REPLY, 1, 3))).containsExactly(new Effect.Resync());
        assertThat(conversation.position()).isEqualTo(new Position(5, null, 0, 0));
    }

    @Test
    void a_resumed_answer_goes_on_where_it_was() {
        conversation.hear(chunk(0, "Hel"));

        assertThat(conversation.hear(new Frame.Resumed(5, true))).isEmpty();
        assertThat(conversation.hear(new Frame.Started(REPLY, 1, 3))).isEmpty();
        assertThat(conversation.hear(chunk(3, "lo"))).containsExactly(new Effect.Append("lo"));
    }

    @Test
    void a_snapshot_of_what_is_shown_adds_what_is_missing() {
        conversation.hear(chunk(0, "Hel"));

        assertThat(conversation.hear(new Frame.Snapshot(REPLY, 1, "Hello"))).containsExactly(new Effect.Append("lo"));
        assertThat(conversation.hear(new Frame.Snapshot(REPLY, 1, "Hello"))).isEmpty();
    }

    @Test
    void a_snapshot_of_another_attempt_replaces() {
        conversation.hear(chunk(0, "Hel"));

        assertThat(conversation.hear(new Frame.Snapshot(REPLY, 2, "Good day")))
                .containsExactly(new Effect.Replace("Good day"));
        assertThat(conversation.position()).isEqualTo(new Position(5, REPLY, 2, 8));
    }

    @Test
    void a_snapshot_for_who_has_nothing_is_shown() {
        assertThat(conversation.hear(new Frame.Snapshot(REPLY, 3, "Hel"))).containsExactly(new Effect.Append("Hel"));
    }

    @Test
    void a_higher_attempt_begins_anew() {
        conversation.hear(chunk(0, "Hel"));

        assertThat(conversation.hear(new Frame.Started(REPLY, 2, 0))).containsExactly(new Effect.Replace(""));
        assertThat(conversation.hear(new Frame.Chunk(REPLY, 2, 0, "Good"))).containsExactly(new Effect.Append("Good"));
    }

    @Test
    void a_lower_attempt_is_dead() {
        conversation.hear(new Frame.Started(REPLY, 2, 0));
        conversation.hear(new Frame.Chunk(REPLY, 2, 0, "Good"));

        assertThat(conversation.hear(chunk(4, "lo"))).isEmpty();
        assertThat(conversation.hear(new Frame.Started(REPLY, 1, 0))).isEmpty();
        assertThat(conversation.hear(new Frame.Snapshot(REPLY, 1, "Hello"))).isEmpty();
        assertThat(conversation.position()).isEqualTo(new Position(5, REPLY, 2, 4));
    }

    @Test
    void an_answer_that_ended_meanwhile_is_completed_from_its_end() {
        conversation.hear(chunk(0, "Hel"));

        assertThat(conversation.hear(complete(6, "Hello")))
                .containsExactly(new Effect.Append("lo"), new Effect.End(Frame.How.COMPLETE, null));
    }

    @Test
    void an_answer_that_was_never_seen_is_shown_whole() {
        assertThat(conversation.hear(complete(6, "Hello")))
                .containsExactly(new Effect.Append("Hello"), new Effect.End(Frame.How.COMPLETE, null));
    }

    @Test
    void an_end_that_says_otherwise_replaces() {
        conversation.hear(chunk(0, "Help"));

        assertThat(conversation.hear(complete(6, "Hello")))
                .containsExactly(new Effect.Replace("Hello"), new Effect.End(Frame.How.COMPLETE, null));
    }

    @Test
    void nothing_of_an_answer_comes_after_its_end() {
        conversation.hear(complete(6, "Hello"));

        assertThat(conversation.hear(complete(6, "Hello"))).isEmpty();
        assertThat(conversation.hear(chunk(5, "!"))).isEmpty();
        assertThat(conversation.hear(new Frame.Started(REPLY, 1, 0))).isEmpty();
        assertThat(conversation.hear(new Frame.Snapshot(REPLY, 1, "Hello"))).isEmpty();
    }

    @Test
    void how_an_answer_ended_is_told() {
        assertThat(conversation.hear(new Frame.Ended(6, REPLY, "", Frame.How.FAILED, "AI_TIMEOUT")))
                .containsExactly(new Effect.End(Frame.How.FAILED, "AI_TIMEOUT"));
        assertThat(conversation.hear(new Frame.Refused("AI_TIMEOUT", "too slow", "", true, null, REPLY)))
                .as("the same told once more for older clients")
                .isEmpty();
    }

    @Test
    void an_event_that_is_known_is_dropped() {
        assertThat(conversation.hear(new Frame.MessageChanged(5, "user", "hi", null, false)))
                .isEmpty();
        assertThat(conversation.position().afterSeq()).isEqualTo(5);
    }

    @Test
    void a_hole_in_the_events_is_never_passed_over() {
        assertThat(conversation.hear(new Frame.SessionChanged(7, "renamed"))).containsExactly(new Effect.Resync());
        assertThat(conversation.hear(complete(7, "Hello"))).containsExactly(new Effect.Resync());
        assertThat(conversation.position().afterSeq()).isEqualTo(5);
    }

    @Test
    void what_others_say_is_shown_and_what_we_said_is_not() {
        conversation.say("c-1", "mine");

        assertThat(conversation.hear(new Frame.MessageChanged(6, "user", "mine", "c-1", false)))
                .isEmpty();
        assertThat(conversation.hear(new Frame.MessageChanged(7, "user", "theirs", "c-9", false)))
                .containsExactly(new Effect.Said("user", "theirs"));
        assertThat(conversation.hear(new Frame.MessageChanged(8, "system", "notice", null, false)))
                .containsExactly(new Effect.Said("system", "notice"));
        assertThat(conversation.hear(new Frame.MessageChanged(9, "user", "edited", "c-9", true)))
                .isEmpty();
    }

    @Test
    void a_message_is_kept_until_it_is_safe() {
        conversation.say("c-1", "one");
        conversation.say("c-2", "two");

        conversation.hear(new Frame.Accepted("c-1", "r-1", null, false, false));
        assertThat(conversation.unacknowledged().keySet())
                .as("a journal is not enough")
                .containsExactly("c-1", "c-2");
        conversation.hear(new Frame.Accepted("c-1", "r-1", 6L, true, false));
        assertThat(conversation.unacknowledged()).containsOnlyKeys("c-2");
        assertThat(conversation.position().afterSeq()).isEqualTo(6);
    }

    @Test
    void a_message_waits_for_its_answer() {
        conversation.say("c-1", "one");
        assertThat(conversation.isWaiting()).isTrue();

        conversation.hear(new Frame.Accepted("c-1", REPLY, 6L, true, false));
        assertThat(conversation.isWaiting()).isTrue();
        assertThat(conversation.openReply()).isEqualTo(REPLY);
        conversation.hear(complete(7, "Hello"));
        assertThat(conversation.isWaiting()).isFalse();
        assertThat(conversation.openReply()).isNull();
    }

    @Test
    void an_acknowledgement_after_the_answer_waits_for_nothing() {
        conversation.say("c-1", "one");
        conversation.hear(new Frame.MessageChanged(6, "user", "one", "c-1", false));
        conversation.hear(complete(7, "Hello"));
        assertThat(conversation.isWaiting()).isTrue();

        conversation.hear(new Frame.Accepted("c-1", REPLY, 6L, true, true));

        assertThat(conversation.isWaiting()).isFalse();
    }

    @Test
    void a_duplicates_number_is_no_news() {
        conversation.say("c-1", "one");

        assertThat(conversation.hear(new Frame.Accepted("c-1", REPLY, 9L, true, true)))
                .isEmpty();
        assertThat(conversation.position().afterSeq()).isEqualTo(5);
    }

    @Test
    void an_acknowledgement_shows_a_hole_too() {
        conversation.say("c-1", "one");

        assertThat(conversation.hear(new Frame.Accepted("c-1", REPLY, 7L, true, false)))
                .containsExactly(new Effect.Resync());
    }

    @Test
    void a_refused_message_is_not_sent_again() {
        conversation.say("c-1", "one");

        assertThat(conversation.hear(new Frame.Refused("MESSAGE_TOO_LONG", "Too long.", "rule", false, "c-1", null)))
                .containsExactly(new Effect.Complain("MESSAGE_TOO_LONG", "Too long.", "rule"));
        assertThat(conversation.isWaiting()).isFalse();
    }

    @Test
    void a_message_that_may_succeed_later_is_sent_again() {
        conversation.say("c-1", "one");

        assertThat(conversation.hear(new Frame.Refused("RATE_LIMITED", "Wait.", "rule", true, "c-1", null)))
                .containsExactly(new Effect.SendAgain());
        assertThat(conversation.unacknowledged()).containsOnlyKeys("c-1");
    }

    @Test
    void a_lost_last_event_is_noticed_by_the_second_sign() {
        assertThat(conversation.hear(new Frame.Beat(6)))
                .as("it may be on its way")
                .isEmpty();
        assertThat(conversation.hear(new Frame.Beat(6))).containsExactly(new Effect.Resync());
    }

    @Test
    void signs_of_life_without_news_are_nothing() {
        assertThat(conversation.hear(new Frame.Beat(5))).isEmpty();
        assertThat(conversation.hear(new Frame.Beat(6))).isEmpty();
        conversation.hear(new Frame.SessionChanged(6, "renamed"));
        assertThat(conversation.hear(new Frame.Beat(6))).isEmpty();
        assertThat(conversation.hear(new Frame.Beat(6))).isEmpty();
    }

    @Test
    void what_the_server_wants_is_passed_on() {
        assertThat(conversation.hear(new Frame.Draining(1_500))).containsExactly(new Effect.ComeBack(1_500));
        assertThat(conversation.hear(new Frame.Resumed(900, false))).containsExactly(new Effect.Reload());
        assertThat(conversation.hear(new Frame.SessionChanged(6, "deleted"))).containsExactly(new Effect.Gone());
        assertThat(conversation.hear(new Frame.Unknown())).isEmpty();
    }

    @Test
    void a_resume_that_came_too_late_is_made_up_for_by_the_history() {
        Frame refused = new Frame.Refused("INVALID_MESSAGE", "Bad.", "resume comes first", false, null, null);
        conversation.resume();

        assertThat(conversation.hear(refused)).containsExactly(new Effect.Reload());
        assertThat(conversation.hear(refused))
                .containsExactly(new Effect.Complain("INVALID_MESSAGE", "Bad.", "resume comes first"));
    }

    @Test
    void after_a_resume_that_was_taken_a_refusal_is_about_something_else() {
        conversation.resume();
        conversation.hear(new Frame.Resumed(5, true));

        assertThat(conversation.hear(new Frame.Refused("INVALID_MESSAGE", "Bad.", "rule", false, null, null)))
                .containsExactly(new Effect.Complain("INVALID_MESSAGE", "Bad.", "rule"));
    }

    @Test
    void an_answer_that_ended_long_before_the_newest_messages_is_not_waited_for() {
        conversation.say("c-1", "one");
        conversation.hear(new Frame.Accepted("c-1", REPLY, 6L, true, false));
        conversation.reloaded(900, List.of());

        conversation.open(Set.of(REPLY));
        assertThat(conversation.isWaiting()).isTrue();
        conversation.open(Set.of("r-7"));
        assertThat(conversation.isWaiting()).isFalse();
    }

    @Test
    void a_history_read_anew_tells_what_is_new_in_it() {
        conversation.say("c-1", "mine");
        conversation.hear(new Frame.Accepted("c-1", REPLY, 6L, true, false));
        conversation.hear(chunk(0, "Hel"));

        List<Effect> effects = conversation.reloaded(
                900,
                List.of(
                        new Past(4, "m-1", "user", "old", "c-0", null, null),
                        new Past(6, "m-2", "user", "mine", "c-1", null, null),
                        new Past(7, REPLY, "ai", "Hello", null, Frame.How.COMPLETE, null),
                        new Past(8, "m-3", "user", "theirs", "c-9", null, null)));

        assertThat(effects)
                .containsExactly(
                        new Effect.Append("lo"),
                        new Effect.End(Frame.How.COMPLETE, null),
                        new Effect.Said("user", "theirs"));
        assertThat(conversation.position()).isEqualTo(new Position(900, null, 0, 0));
        assertThat(conversation.isWaiting()).isFalse();
    }

    private static Frame chunk(int offset, String content) {
        return new Frame.Chunk(REPLY, 1, offset, content);
    }

    private static Frame complete(long seq, String whole) {
        return new Frame.Ended(seq, REPLY, whole, Frame.How.COMPLETE, null);
    }
}
