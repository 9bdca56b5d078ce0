package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.key;
import static dev.parley.application.contract.Sample.message;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.MessageJournal.Appending;
import dev.parley.application.port.out.MessageJournal.KeptReply;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.TokenUsage;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link MessageJournal} passes this suite. */
public abstract class MessageJournalContract {

    protected static final int ROOM = 40;

    private MessageJournal journal;

    /** An empty journal with room for {@value #ROOM} short messages. */
    protected abstract MessageJournal open();

    /** The same as an own process would find it whose earlier one was killed. */
    protected abstract MessageJournal reopen();

    /** Makes the last thing that was written unreadable, and some of what is written beside it, as a broken disk would. */
    protected abstract void damageBetween();

    @BeforeEach
    void begin() {
        journal = open();
    }

    @Test
    void g1_what_is_kept_is_there_after_the_death_of_the_process() {
        assertThat(journal.append(message(key(1), 1))).isEqualTo(new Appending.Kept());
        assertThat(journal.isEmpty()).isFalse();

        journal = reopen();

        assertThat(journal.pending()).containsExactly(message(key(1), 1));
        assertThat(journal.isEmpty()).isFalse();
    }

    static List<Named<String>> texts() {
        return AwkwardTexts.all();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void g1_it_is_unchanged(String text) {
        NewMessage plain = message(key(1), ADA, "m \u00e9\ud83d\ude00", text, second(7));
        MessageId earlier = MessageIds.ofMessage(
                key(1).tenant(),
                key(1).session(),
                new UserId("guest-7"),
                plain.content().clientMessageId());
        NewMessage whole = new NewMessage(
                plain.key(), plain.id(), earlier, plain.content(), "{\"page\":\"\u00e9\"}", plain.reply(), plain.at());

        assertThat(journal.append(whole)).isEqualTo(new Appending.Kept());

        assertThat(reopen().pending()).containsExactly(whole);
    }

    @Test
    void g2_what_is_pending_comes_in_the_order_it_was_appended() {
        List<NewMessage> all = IntStream.range(0, 20)
                .mapToObj(number -> message(key(number % 3), 20 - number))
                .toList();

        all.forEach(journal::append);

        assertThat(journal.pending()).isEqualTo(all);
        journal.settle(all.get(7));
        assertThat(journal.pending())
                .hasSize(19)
                .isSubsetOf(all)
                .isSortedAccordingTo((one, other) -> Integer.compare(all.indexOf(one), all.indexOf(other)));
        assertThat(reopen().pending()).containsSubsequence(journal.pending());
    }

    @Test
    void g3_the_same_message_is_kept_once() throws Exception {
        List<Appending> appendings = Race.of(Race.MANY, runner -> journal.append(message(key(1), 1)));

        assertThat(appendings).filteredOn(Appending.Kept.class::isInstance).hasSize(1);
        assertThat(appendings)
                .filteredOn(Appending.Present.class::isInstance)
                .hasSize(Race.MANY - 1)
                .containsOnly(new Appending.Present(message(key(1), 1)));
        assertThat(journal.pending()).hasSize(1);
        assertThat(reopen().pending()).hasSize(1);
    }

    @Test
    void g3_the_first_is_told_whatever_the_other_says() {
        NewMessage first = message(key(1), ADA, "one", "this", second(1));
        journal.append(first);

        assertThat(journal.append(message(key(1), ADA, "one", "that", second(2))))
                .isEqualTo(new Appending.Present(first));
        assertThat(journal.pending().getFirst().content().text()).isEqualTo("this");
    }

    @Test
    void g4_a_full_journal_keeps_what_it_has_and_takes_more_when_there_is_room() {
        IntStream.range(0, ROOM)
                .forEach(number ->
                        assertThat(journal.append(message(key(1), number))).isEqualTo(new Appending.Kept()));

        assertThat(journal.append(message(key(1), ROOM))).isEqualTo(new Appending.Full(null));
        assertThat(journal.append(message(key(1), 1))).isInstanceOf(Appending.Present.class);
        assertThat(journal.pending()).hasSize(ROOM);

        journal.settle(message(key(1), 0));
        assertThat(journal.append(message(key(1), ROOM))).isEqualTo(new Appending.Kept());
        assertThat(reopen().pending()).contains(message(key(1), ROOM));
    }

    @Test
    void g5_what_is_settled_does_not_come_again() {
        journal.append(message(key(1), 1));
        journal.append(message(key(1), 2));

        journal.settle(message(key(1), 1));
        journal.settle(message(key(1), 1));

        assertThat(journal.pending()).containsExactly(message(key(1), 2));
        journal.settle(message(key(1), 2));
        assertThat(journal.isEmpty()).isTrue();
        assertThat(journal.append(message(key(1), 1))).isEqualTo(new Appending.Kept());
    }

    @Test
    void g5_a_journal_of_which_all_is_settled_is_empty_ever_after() {
        journal.append(message(key(1), 1));
        journal.settle(message(key(1), 1));

        assertThat(reopen().isEmpty()).isTrue();
    }

    private static KeptReply kept(int session, int question, String text, @Nullable ReplyEnding ending) {
        NewMessage asked = message(key(session), question);
        return new KeptReply(asked.key(), asked.reply(), text, ending, ending == null ? null : "a-model");
    }

    static List<ReplyEnding> endings() {
        return List.of(
                new ReplyEnding.Completed(FinishReason.LENGTH, new TokenUsage(7, 9, true)),
                new ReplyEnding.Cancelled(),
                new ReplyEnding.Interrupted(),
                new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, "no text in time"));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void g7_what_is_kept_of_a_reply_is_there_after_the_death_of_the_process(ReplyEnding ending) {
        journal.append(message(key(1), 1));
        assertThat(journal.keep(kept(1, 1, "Hello", ending))).isTrue();

        journal = reopen();

        assertThat(journal.replies()).containsExactly(kept(1, 1, "Hello", ending));
        assertThat(journal.pending()).containsExactly(message(key(1), 1));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void g7_its_text_is_unchanged(String text) {
        assertThat(journal.keep(kept(1, 1, text, null))).isTrue();

        assertThat(reopen().replies()).containsExactly(kept(1, 1, text, null));
    }

    @Test
    void g7_of_a_reply_what_was_kept_last_counts() {
        journal.keep(kept(1, 1, "Hel", null));
        journal.keep(kept(2, 2, "other", null));
        journal.keep(kept(1, 1, "Hello", new ReplyEnding.Cancelled()));

        assertThat(journal.replies())
                .containsExactly(kept(1, 1, "Hello", new ReplyEnding.Cancelled()), kept(2, 2, "other", null))
                .isEqualTo(reopen().replies());
    }

    @Test
    void g7_what_is_forgotten_does_not_come_again_in_this_process() {
        journal.append(message(key(1), 1));
        journal.keep(kept(1, 1, "Hello", null));

        journal.forget(message(key(1), 1).reply());
        journal.forget(message(key(1), 1).reply());

        assertThat(journal.replies()).isEmpty();
        assertThat(journal.pending()).containsExactly(message(key(1), 1));
        journal.settle(message(key(1), 1));
        assertThat(reopen().replies()).isEmpty();
    }

    @Test
    void g8_replies_leave_messages_their_room() {
        int kept = 0;
        while (kept < 10 * ROOM && journal.keep(kept(kept, kept, "Hello", null))) {
            kept++;
        }

        assertThat(kept).isBetween(1, ROOM);
        assertThat(journal.replies()).hasSize(kept);
        for (int number = 0; number < ROOM; number++) {
            assertThat(journal.append(message(key(1), number))).isEqualTo(new Appending.Kept());
        }
        journal.forget(message(key(0), 0).reply());
        assertThat(journal.keep(kept(kept, kept, "Hello", null))).isTrue();
    }

    @Test
    void g6_what_can_not_be_read_costs_no_message_beside_it() {
        journal.append(message(key(1), 1));
        damageBetween();
        journal = reopen();
        journal.append(message(key(1), 2));

        assertThat(journal.pending()).containsExactly(message(key(1), 1), message(key(1), 2));
        assertThat(reopen().pending()).containsExactly(message(key(1), 1), message(key(1), 2));
    }
}
