package dev.parley.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.local.InMemoryMessageJournal;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal.KeptReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UnstoredRepliesTest {

    private static final SessionKey KEY = new SessionKey(TenantId.DEFAULT, new SessionId(new UUID(1, 1)));

    private final InMemoryMessageJournal journal = new InMemoryMessageJournal(10);
    private final UnstoredReplies replies = new UnstoredReplies(new KeptReplies(journal));
    private final NewMessage one = StoredSessions.message(KEY, "one");
    private final NewMessage two = StoredSessions.message(KEY, "two");

    private UnstoredReply begun(NewMessage message) {
        assertThat(replies.add(message, List.of())).isTrue();
        return replies.takeNext(KEY).orElseThrow();
    }

    private boolean isEnded(UnstoredReply reply) {
        return replies.endsUnbegun(reply, reply.written("", new ReplyEnding.Cancelled(), null));
    }

    @Test
    void the_next_is_given_once_and_when_all_before_it_have_ended() {
        UnstoredReply first = begun(one);
        replies.add(two, List.of(one));
        assertThat(replies.takeNext(KEY)).isEmpty();

        assertThat(isEnded(first)).isTrue();

        assertThat(replies.takeNext(KEY).orElseThrow().question()).isEqualTo(two);
        assertThat(replies.takeNext(KEY)).isEmpty();
    }

    @Test
    void nothing_is_added_behind_what_is_not_answered_here() {
        assertThat(replies.add(two, List.of(one))).isFalse();

        replies.add(one, List.of());

        assertThat(replies.add(two, List.of(one))).isTrue();
    }

    @Test
    void what_is_claimed_is_not_added_until_the_claim_is_given_up() {
        replies.claimed(one.reply());
        assertThat(replies.add(one, List.of())).isFalse();

        replies.given(one.reply());

        assertThat(replies.add(one, List.of())).isTrue();
    }

    @Test
    void what_the_store_has_got_before_it_was_begun_is_none_of_these_any_more() {
        UnstoredReply reply = begun(one);

        assertThat(replies.find(one.reply())).isNull();

        assertThat(replies.isInLine(reply, List.of())).isFalse();
        assertThat(isEnded(reply)).isFalse();
        assertThat(journal.replies()).isEmpty();
    }

    @Test
    void what_is_kept_after_it_was_dropped_is_forgotten() {
        UnstoredReply reply = begun(one);
        replies.drop(one.reply());

        replies.keep(reply, reply.written("late", null, null));

        assertThat(journal.replies()).isEmpty();
    }

    @Test
    void what_an_earlier_process_left_is_there_and_nothing_is_written_on() {
        journal.keep(new KeptReply(KEY, one.reply(), "half of", null, "a-model"));

        var next = new UnstoredReplies(new KeptReplies(journal));

        assertThat(next.all()).singleElement().satisfies(left -> {
            assertThat(left.ticket().reply()).isEqualTo(one.reply());
            assertThat(left.isToBeGoneOnWith()).isFalse();
        });
        assertThat(next.takeNext(KEY)).isEmpty();
    }

    @Test
    void nothing_begins_once_it_is_closed() {
        replies.add(one, List.of());

        replies.close();

        assertThat(replies.takeNext(KEY)).isEmpty();
        assertThat(replies.add(two, List.of(one))).isFalse();
    }
}
