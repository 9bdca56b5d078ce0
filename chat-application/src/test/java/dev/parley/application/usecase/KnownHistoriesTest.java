package dev.parley.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.Acceptance;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownHistoriesTest {

    private static final UserId ADA = new UserId("ada");

    private final HandClock clock = new HandClock();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final NodeLease lease = stores.leases().take("node", Duration.ofMinutes(1));
    private final KnownHistories histories = new KnownHistories(100_000);
    private final SessionKey key = session(1);

    private SessionKey session(int number) {
        var id = new SessionId(new UUID(9, number));
        stores.sessions()
                .create(new Session(
                        id,
                        TenantId.DEFAULT,
                        ADA,
                        null,
                        "en",
                        null,
                        AssistantName.STANDARD,
                        null,
                        Message.NO_METADATA,
                        Standing.ACTIVE,
                        clock.instant(),
                        clock.instant()));
        return new SessionKey(TenantId.DEFAULT, id);
    }

    private SessionStore.Stored stored(SessionKey which) {
        return stores.sessions().find(which).orElseThrow();
    }

    private List<RecordedEvent> asked(String text) {
        var called = new ClientMessageId(text);
        MessageId id = MessageIds.ofMessage(key.tenant(), key.session(), ADA, called);
        var message = new NewMessage(
                key,
                id,
                new Content.FromUser(text, ADA, called),
                Message.NO_METADATA,
                MessageIds.ofReply(id, 1),
                clock.instant());
        return ((Acceptance.Accepted) stores.conversations().accept(message)).events();
    }

    private List<RecordedEvent> answered(String text) {
        ReplyJobs.Ticket next = stores.replies().startable(1).getFirst();
        ReplyJobs.Job job = stores.replies().claim(next, lease, clock.instant()).orElseThrow();
        var content = new Content.FromAi(text, new ReplyEnding.Cancelled(), 1, "a-model");
        return List.of(
                ((ReplyJobs.Finish.Finished) stores.replies().finish(job.claim(), content, clock.instant())).event());
    }

    private void heard(List<RecordedEvent> events) {
        histories.heard(new Announcement.Appended(key, events));
    }

    private List<String> known() {
        return histories.find(key).orElseThrow().messages().stream()
                .map(Message::text)
                .toList();
    }

    @Test
    void of_a_session_in_which_nothing_was_said_all_is_known_and_what_follows_too() {
        histories.looked(key, stored(key));
        assertThat(known()).isEmpty();

        heard(asked("one"));
        assertThat(histories.find(key).orElseThrow().isAnswered()).isFalse();
        heard(answered("first"));

        assertThat(known()).containsExactly("one", "first");
        assertThat(histories.find(key).orElseThrow().isAnswered()).isTrue();
    }

    @Test
    void what_is_heard_twice_counts_once() {
        histories.looked(key, stored(key));
        List<RecordedEvent> events = asked("one");

        heard(events);
        heard(events);

        assertThat(known()).containsExactly("one");
    }

    @Test
    void with_a_hole_a_history_is_forgotten() {
        histories.looked(key, stored(key));
        asked("unheard");

        heard(answered("first"));

        assertThat(histories.find(key)).isEmpty();
    }

    @Test
    void of_a_session_in_which_something_was_said_nothing_is_known_by_looking_at_it() {
        asked("one");

        histories.looked(key, stored(key));

        assertThat(histories.find(key)).isEmpty();
    }

    @Test
    void what_a_prompt_was_made_of_is_known_if_it_was_all() {
        asked("one");
        List<Message> messages = stores.conversations()
                .history(key, new ConversationStore.Range.Newest(10))
                .orElseThrow()
                .messages();
        SessionStore.Stored then = stored(key);
        answered("first");

        histories.read(key, stored(key), messages);
        assertThat(histories.find(key)).isEmpty();
        histories.read(key, then, messages);
        assertThat(known()).containsExactly("one");
    }

    @Test
    void a_new_title_changes_nothing_and_another_standing_all() {
        histories.looked(key, stored(key));
        heard(changed(new SessionStore.Wish(SessionTitle.chosen("A name"), null, null)));
        assertThat(known()).isEmpty();

        heard(changed(new SessionStore.Wish(null, Standing.CLOSED, null)));

        assertThat(histories.find(key)).isEmpty();
    }

    private List<RecordedEvent> changed(SessionStore.Wish wish) {
        return ((SessionStore.Change.Done) stores.sessions().change(key, wish, clock.instant())).events();
    }

    @Test
    void of_too_many_histories_the_one_used_longest_ago_is_forgotten() {
        var few = new KnownHistories(1_200);
        List<SessionKey> keys = List.of(key, session(2), session(3));
        few.looked(keys.get(0), stored(keys.get(0)));
        few.looked(keys.get(1), stored(keys.get(1)));
        assertThat(few.find(keys.get(0))).isPresent();

        few.looked(keys.get(2), stored(keys.get(2)));

        assertThat(few.find(keys.get(1))).isEmpty();
        assertThat(few.find(keys.get(0))).isPresent();
        assertThat(few.find(keys.get(2))).isPresent();
    }
}
