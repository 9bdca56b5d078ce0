package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.TimeOrderedIds;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a session: made once, listed, put away, closed, deleted, brought back, gone. */
class SessionsTest {

    private final HandModel model = new HandModel();
    private final HandClock clock = new HandClock();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final Policies policies =
            Policies.standard("test").leasing(Duration.ofDays(100)).closingWithin(Duration.ZERO);
    private final ChatEngine engine = ChatEngine.builder()
            .store(stores.sessions(), stores.conversations(), stores.replies(), stores.leases())
            .model("hand", model)
            .clock(clock)
            .nanoClock(clock)
            .ids(new TimeOrderedIds(clock, new Random(1)))
            .policies(policies)
            .start();

    @AfterEach
    void close() {
        engine.close();
    }

    private CreateSession.Outcome create(@Nullable String title, @Nullable String command) {
        return engine.useCases()
                .createSession()
                .create(new CreateSession.Command(ADA, title, null, null, null, command));
    }

    private SessionId created(@Nullable String title, @Nullable String command) {
        return ((CreateSession.Outcome.Created) create(title, command))
                .session()
                .session()
                .id();
    }

    private ChangeSession.Outcome stand(SessionId session, Standing standing) {
        return engine.useCases().changeSession().change(new ChangeSession.Command(ADA, session, null, standing, null));
    }

    private ReadSessions.ListOutcome list(ReadSessions.Sort sort, @Nullable String after, int limit) {
        return engine.useCases().readSessions().list(new ReadSessions.Query(ADA, null, sort, after, limit));
    }

    private static Refusal refusal(ChangeSession.Outcome outcome) {
        return ((ChangeSession.Outcome.Refused) outcome).refusal();
    }

    @Test
    void the_same_command_makes_one_session() {
        var first = (CreateSession.Outcome.Created) create("Plans", "command-1");
        var again = (CreateSession.Outcome.Created) create("Plans", "command-1");
        var other = (CreateSession.Outcome.Created) create("Plans", "command-2");

        assertThat(first.duplicate()).isFalse();
        assertThat(again.duplicate()).isTrue();
        assertThat(again.session()).isEqualTo(first.session());
        assertThat(other.session().session().id())
                .isNotEqualTo(first.session().session().id());
    }

    @Test
    void another_command_under_the_same_name_is_told_apart() {
        var first = (CreateSession.Outcome.Created) create("Plans", "command-1");
        SessionId session = first.session().session().id();
        engine.useCases().changeSession().change(new ChangeSession.Command(ADA, session, "Renamed since", null, null));

        var refused = (CreateSession.Outcome.Refused) create("Other plans", "command-1");
        var again = (CreateSession.Outcome.Created) create("Plans", "command-1");

        assertThat(refused.refusal().code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(refused.refusal().field()).isEqualTo("client_command_id");
        assertThat(again.session().session().id()).isEqualTo(session);
    }

    @Test
    void the_same_command_does_not_bring_a_deleted_session_back() {
        SessionId session = created(null, "command-1");
        engine.useCases().changeSession().delete(ADA, session);

        assertThat(((CreateSession.Outcome.Refused) create(null, "command-1"))
                        .refusal()
                        .code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    @Test
    void a_session_can_be_given_its_name() {
        SessionId chosen = new SessionId(UUID.randomUUID());

        var first = (CreateSession.Outcome.Created) named(ADA, chosen);
        var again = (CreateSession.Outcome.Created) named(ADA, chosen);

        assertThat(first.session().session().id()).isEqualTo(chosen);
        assertThat(first.duplicate()).isFalse();
        assertThat(again.duplicate()).isTrue();
        assertThat(again.session()).isEqualTo(first.session());
    }

    @Test
    void a_name_that_is_foreign_or_was_deleted_looks_like_none() {
        SessionId foreign = created("Mine", null);
        SessionId deleted = created("Gone", null);
        engine.useCases().changeSession().delete(ADA, deleted);
        var before = engine.useCases().readSessions().read(ADA, foreign);

        var asked = List.of(
                named(Principal.user("eve"), foreign), named(Principal.user("eve"), deleted), named(ADA, deleted));

        assertThat(asked).containsOnly(new CreateSession.Outcome.Refused(Refusal.sessionNotFound()));
        assertThat(engine.useCases().readSessions().read(ADA, foreign)).isEqualTo(before);
        assertThat(engine.useCases().readSessions().read(ADA, deleted))
                .isInstanceOf(ReadSessions.Outcome.Refused.class);
    }

    private CreateSession.Outcome named(Principal caller, SessionId id) {
        return engine.useCases().createSession().create(CreateSession.Command.named(caller, id));
    }

    @Test
    void a_deletion_can_be_undone_for_a_while() {
        SessionId session = created(null, null);
        engine.useCases().changeSession().delete(ADA, session);
        clock.pass(policies.undoWithin());

        assertThat(engine.useCases().changeSession().restore(ADA, session))
                .isInstanceOf(ChangeSession.Outcome.Done.class);

        engine.useCases().changeSession().delete(ADA, session);
        clock.pass(policies.undoWithin().plusMillis(1));
        assertThat(refusal(engine.useCases().changeSession().restore(ADA, session)))
                .isEqualTo(Refusal.sessionNotFound());
    }

    @Test
    void a_deletion_that_was_undone_ends_no_feed() {
        SessionId session = created(null, null);
        engine.useCases().changeSession().delete(ADA, session);
        engine.useCases().changeSession().restore(ADA, session);

        try (Feed feed = Engines.resumed(engine, session, new Feed.Resume(new Seq(1), null))) {
            feed.poll();

            assertThat(changed(feed.poll()).session()).isNotNull();
            assertThat(changed(feed.poll()).event()).isEqualTo(new SessionEvent.SessionRestored());
        }
    }

    private static FeedItem.SessionChanged changed(FeedItem item) {
        return (FeedItem.SessionChanged) item;
    }

    @Test
    void housekeeping_removes_what_can_not_be_undone_any_more() {
        SessionId gone = created(null, "gone");
        SessionId fresh = created(null, "fresh");
        engine.useCases().changeSession().delete(ADA, gone);
        clock.pass(policies.undoWithin().plusMillis(1));
        engine.useCases().changeSession().delete(ADA, fresh);

        new Housekeeping(stores.sessions(), stores.conversations(), Engines.witness(stores, clock), clock, policies)
                .run();

        assertThat(stores.conversations().heads(List.of(key(gone), key(fresh)))).containsOnlyKeys(key(fresh));
        assertThat(create(null, "gone")).isInstanceOf(CreateSession.Outcome.Refused.class);
    }

    @Test
    void housekeeping_forgets_events_beyond_their_horizon() {
        SessionId session = created("First", null);
        clock.pass(policies.eventsKept().plusMillis(1));
        engine.useCases().changeSession().change(new ChangeSession.Command(ADA, session, "Second", null, null));

        new Housekeeping(stores.sessions(), stores.conversations(), Engines.witness(stores, clock), clock, policies)
                .run();

        try (Feed feed = Engines.resumed(engine, session, new Feed.Resume(Seq.NONE, null))) {
            assertThat(feed.poll())
                    .isInstanceOfSatisfying(
                            FeedItem.Resumed.class,
                            resumed -> assertThat(resumed.complete()).isFalse());
        }
    }

    @Test
    void a_message_wakes_an_archived_session() throws InterruptedException {
        SessionId session = created(null, null);
        stand(session, Standing.ARCHIVED);
        try (Feed feed = engine.follow(ADA, session)) {
            engine.send(ADA, session, "Hello again");

            assertThat(next(feed, FeedItem.SessionChanged.class).event())
                    .isEqualTo(new SessionEvent.StandingChanged(Standing.ACTIVE));
            next(feed, FeedItem.MessageChanged.class);
        }
    }

    @Test
    void a_closed_session_takes_no_message() {
        SessionId session = created(null, null);
        stand(session, Standing.CLOSED);

        var outcome = engine.useCases().sendMessage().send(new SendMessage.Command(ADA, session, "Hello", null, null));

        assertThat(((SendMessage.Outcome.Refused) outcome).refusal().code()).isEqualTo(ErrorCode.SESSION_CLOSED);
        stand(session, Standing.ACTIVE);
        assertThat(engine.send(ADA, session, "Hello").duplicate()).isFalse();
    }

    @Test
    void a_change_to_what_is_so_already_is_no_event() {
        SessionId session = created("Plans", null);
        try (Feed feed = engine.follow(ADA, session)) {
            engine.useCases()
                    .changeSession()
                    .change(new ChangeSession.Command(ADA, session, "Plans", Standing.ACTIVE, "default"));

            assertThat(feed.poll()).isNull();
        }
    }

    @Test
    void a_title_is_seen_by_who_follows() throws InterruptedException {
        SessionId session = created(null, null);
        try (Feed feed = engine.follow(ADA, session)) {
            engine.useCases().changeSession().change(new ChangeSession.Command(ADA, session, "Plans", null, null));

            FeedItem.SessionChanged changed = next(feed, FeedItem.SessionChanged.class);

            assertThat(changed.event()).isEqualTo(new SessionEvent.SessionRenamed());
            assertThat(changed.session().session().title().text()).isEqualTo("Plans");
        }
    }

    @Test
    void a_title_is_kept_without_what_shows_nothing() {
        SessionId session = created("\u202Eevil\u200B title", null);
        var renamed = (ChangeSession.Outcome.Done) engine.useCases()
                .changeSession()
                .change(new ChangeSession.Command(ADA, session, "\u2067cba\u2069", null, null));

        assertThat(renamed.session().session().title().text()).isEqualTo("cba");
        assertThat(((CreateSession.Outcome.Created) create("\u202Eevil\u200B title", null))
                        .session()
                        .session()
                        .title()
                        .text())
                .isEqualTo("evil title");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u202E\u200B", "two\nlines", "half \uD83D"})
    void a_title_that_is_none_is_refused(String title) {
        SessionId session = created(null, null);

        Refusal refusal = refusal(
                engine.useCases().changeSession().change(new ChangeSession.Command(ADA, session, title, null, null)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
        assertThat(refusal.field()).isEqualTo("title");
        assertThat(create(title, null)).isEqualTo(new CreateSession.Outcome.Refused(refusal));
    }

    @Test
    void an_assistant_nobody_knows_is_refused() {
        SessionId session = created(null, null);

        Refusal refusal = refusal(engine.useCases()
                .changeSession()
                .change(new ChangeSession.Command(ADA, session, null, null, "nobody")));

        assertThat(refusal).isEqualTo(new Refusal(ErrorCode.INVALID_MESSAGE, "assistant", "no such assistant"));
    }

    @ParameterizedTest
    @EnumSource
    void pages_joined_are_the_whole_list(ReadSessions.Sort sort) {
        var all = new ArrayList<SessionId>();
        for (String title : List.of("delta", "Alpha", "charlie", "bravo", "Alpha")) {
            all.add(created(title, null));
            clock.pass(Duration.ofMillis(5));
        }
        all.add(created(null, null));

        var listed = new ArrayList<SessionId>();
        String after = null;
        do {
            var page = (ReadSessions.ListOutcome.Page) list(sort, after, 2);
            page.entries().forEach(entry -> listed.add(entry.session().id()));
            after = page.next();
        } while (after != null);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(all);
        if (sort != ReadSessions.Sort.TITLE) {
            assertThat(listed).isEqualTo(all.reversed());
        }
    }

    @Test
    void a_cursor_is_bound_to_its_sort() {
        created("a", null);
        created("b", null);
        String cursor = ((ReadSessions.ListOutcome.Page) list(ReadSessions.Sort.TITLE, null, 1)).next();

        assertThat(list(ReadSessions.Sort.TITLE, cursor, 1)).isInstanceOf(ReadSessions.ListOutcome.Page.class);
        assertThat(list(ReadSessions.Sort.ACTIVITY, cursor, 1))
                .isEqualTo(new ReadSessions.ListOutcome.Refused(new Refusal(
                        ErrorCode.INVALID_MESSAGE, "after", "must be a cursor that a page of this list gave")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%",
                "garbage",
                "activity\nno-uuid\n5\n",
                "activity\n00000000-0000-7000-8000-000000000000\nsoon\n",
                "activity\n00000000-0000-7000-8000-000000000000\n9223372036854775807\n",
                "activity\n00000000-0000-7000-8000-000000000000\n-9223372036854775808\n"
            })
    void a_cursor_no_page_gave_is_refused(String text) {
        String encoded = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThat(list(ReadSessions.Sort.ACTIVITY, text, 1)).isInstanceOf(ReadSessions.ListOutcome.Refused.class);
        assertThat(list(ReadSessions.Sort.ACTIVITY, encoded, 1)).isInstanceOf(ReadSessions.ListOutcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void a_page_has_1_to_100_entries(int limit) {
        assertThat(list(ReadSessions.Sort.ACTIVITY, null, limit)).isInstanceOf(ReadSessions.ListOutcome.Refused.class);
    }

    private static SessionKey key(SessionId session) {
        return new SessionKey(TenantId.DEFAULT, session);
    }
}
