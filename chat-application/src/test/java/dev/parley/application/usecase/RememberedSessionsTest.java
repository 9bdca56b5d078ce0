package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalSessionCache;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node remembers spares it reading, and shows nobody what is not so any more, though it was told nothing. */
class RememberedSessionsTest {

    private final HandClock clock = new HandClock();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final Node node = new Node("only", stores, clock);
    private final SessionId session = node.engine().createSession(ADA);
    private final SessionKey key = new SessionKey(ADA.tenant(), session);

    @AfterEach
    void close() {
        node.close();
    }

    private void exchange(String question, String answer) throws InterruptedException {
        try (Feed feed = node.engine().follow(ADA, session)) {
            node.engine().send(ADA, session, question);
            asked(question).say(answer).end();
            untilEnded(feed);
        }
    }

    /** Who makes titles asks the model, too. */
    private HandModel.Talk asked(String question) throws InterruptedException {
        HandModel.Talk talk = node.model().asked();
        while (!texts(talk).getLast().equals(question)) {
            talk.end();
            talk = node.model().asked();
        }
        return talk;
    }

    private static List<String> texts(HandModel.Talk talk) {
        return talk.prompt().messages().stream().map(PromptMessage::text).toList();
    }

    private ReadHistory.Outcome read() {
        return node.engine().useCases().readHistory().read(new ReadHistory.Query(ADA, session, null, null, 10));
    }

    private List<String> history() {
        var page = (ReadHistory.Outcome.Page) read();
        return page.messages().stream().map(Message::text).toList();
    }

    @Test
    void a_prompt_is_made_of_what_is_known() throws InterruptedException {
        exchange("first", "answer");
        node.store().breaks("window", Shaky.When.BEFORE);
        node.store().breaks("history", Shaky.When.BEFORE);

        node.engine().send(ADA, session, "second");

        assertThat(texts(asked("second"))).endsWith("first", "answer", "second");
    }

    @Test
    void a_history_is_read_once_and_goes_on_with_what_is_said() throws InterruptedException {
        exchange("first", "answer");
        node.store().breaks("history", Shaky.When.BEFORE);
        assertThat(history()).containsExactly("first", "answer");

        exchange("second", "another");

        assertThat(history()).containsExactly("first", "answer", "second", "another");
    }

    @Test
    void a_message_is_taken_without_reading_whose_the_session_is() throws InterruptedException {
        exchange("first", "answer");
        node.store().breaks("find", Shaky.When.BEFORE);

        assertThat(said(ADA)).isInstanceOf(SendMessage.Outcome.Accepted.class);
    }

    @Test
    void nothing_is_said_in_a_session_whose_deletion_nobody_told_of() throws InterruptedException {
        exchange("first", "answer");

        stores.sessions().delete(key, clock.instant());

        assertThat(said(ADA)).isEqualTo(new SendMessage.Outcome.Refused(Refusal.sessionNotFound()));
    }

    @Test
    void nothing_is_said_in_a_session_that_was_handed_over_though_nobody_told_of_it() throws InterruptedException {
        exchange("first", "answer");
        UserId grace = new UserId("grace");

        stores.sessions().handOver(ADA.tenant(), ADA.user(), grace, null, clock.instant(), 10);

        assertThat(said(ADA)).isEqualTo(new SendMessage.Outcome.Refused(Refusal.sessionNotFound()));
        assertThat(said(Principal.user(grace.value()))).isInstanceOf(SendMessage.Outcome.Accepted.class);
    }

    @Test
    void nothing_is_said_in_somebody_elses_session() throws InterruptedException {
        exchange("first", "answer");

        assertThat(said(Principal.user("grace"))).isEqualTo(new SendMessage.Outcome.Refused(Refusal.sessionNotFound()));
    }

    private SendMessage.Outcome said(Principal by) {
        return node.engine().useCases().sendMessage().send(new SendMessage.Command(by, session, "second", null, null));
    }

    @Test
    void a_title_nobody_told_of_is_seen() throws InterruptedException {
        exchange("first", "answer");
        history();

        var title = new SessionTitle("told to nobody", SessionTitle.Origin.CHOSEN);
        stores.sessions().change(key, new Wish(title, null, null), clock.instant());

        try (Feed feed = node.engine().follow(ADA, session)) {
            assertThat(feed.opened().session().title()).isEqualTo(title);
        }
    }

    @Test
    void a_session_whose_deletion_nobody_told_of_is_gone() throws InterruptedException {
        exchange("first", "answer");
        history();

        stores.sessions().delete(key, clock.instant());

        assertThat(read()).isInstanceOf(ReadHistory.Outcome.Refused.class);
        assertThat(node.engine().useCases().followSession().follow(ADA, session, () -> {}))
                .isInstanceOf(FollowSession.Outcome.Refused.class);
    }

    @Test
    void a_session_that_was_handed_over_is_not_shown_to_who_had_it() throws InterruptedException {
        exchange("first", "answer");
        history();

        stores.sessions().handOver(ADA.tenant(), ADA.user(), new UserId("grace"), null, clock.instant(), 10);

        assertThat(read()).isInstanceOf(ReadHistory.Outcome.Refused.class);
        assertThat(node.engine().useCases().followSession().follow(ADA, session, () -> {}))
                .isInstanceOf(FollowSession.Outcome.Refused.class);
    }

    @Test
    void sessions_used_before_a_start_are_read_before_somebody_asks() throws InterruptedException {
        exchange("first", "answer");
        var cache = new LocalSessionCache(1 << 20);
        try (ChatEngine next = ChatEngine.builder()
                .store(stores.sessions(), stores.conversations(), stores.replies(), stores.leases())
                .cache(cache)
                .clock(clock)
                .start()) {
            next.useCases().warmUp(List.of(key));

            await().atMost(Duration.ofSeconds(60)).until(() -> cache.find(key).isPresent());
            assertThat(cache.find(key).orElseThrow().newest())
                    .extracting(Message::text)
                    .containsExactly("first", "answer");
        }
    }
}
