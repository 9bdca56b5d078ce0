package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.answeredBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalPresence;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.FeedItem.PresenceChanged;
import dev.parley.application.port.in.FeedItem.TypingChanged;
import dev.parley.application.port.in.FollowUser;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadPresence;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.UserFeed;
import dev.parley.application.port.out.Presence.Member;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is in a session and who types there, by the feeds of those who follow it. */
class PresenceTest {

    private static final Principal RITA =
            new Principal(TenantId.DEFAULT, new UserId("rita"), null, "en", Permission.of(Role.AGENT));
    private static final Principal STRANGER = Principal.user("stranger");
    private static final FeedItem RITA_IS_HERE = new PresenceChanged(RITA.user(), true, Role.AGENT);
    private static final FeedItem ADA_IS_HERE = new PresenceChanged(ADA.user(), true, Role.USER);
    private static final FeedItem ADA_TYPES = new TypingChanged(ADA.user(), true);
    private static final FeedItem ADA_TYPES_NO_MORE = new TypingChanged(ADA.user(), false);

    private final HandClock clock = new HandClock();
    private final LocalPresence presence = new LocalPresence();
    private final HandModel model = new HandModel();
    private final ChatEngine engine =
            answeredBy(model).nanoClock(clock).presence(presence).start();
    private SessionId session;

    @BeforeEach
    void open() {
        session = engine.createSession(ADA);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Feed follow(Principal who) {
        return engine.follow(who, session);
    }

    private static void until(Feed feed, FeedItem last) throws InterruptedException {
        Engines.until(feed, last::equals);
    }

    @Test
    void a_newcomer_is_told_who_is_there_and_the_others_of_the_newcomer() throws Exception {
        Feed ada = follow(ADA);
        Feed rita = follow(RITA);

        assertThat(Engines.next(rita)).isEqualTo(ADA_IS_HERE);
        assertThat(Engines.next(ada)).isEqualTo(RITA_IS_HERE);
        assertThat(rita.poll()).isNull();
        assertThat(ada.poll()).isNull();

        rita.close();
        assertThat(Engines.next(ada)).isEqualTo(new PresenceChanged(RITA.user(), false, Role.AGENT));
    }

    @Test
    void several_devices_of_somebody_count_as_one() throws Exception {
        Feed rita = follow(RITA);
        Feed phone = follow(ADA);
        Feed tablet = follow(ADA);
        assertThat(Engines.next(rita)).isEqualTo(ADA_IS_HERE);
        assertThat(Engines.next(phone)).isEqualTo(RITA_IS_HERE);
        assertThat(Engines.next(tablet)).isEqualTo(RITA_IS_HERE);

        phone.close();
        assertThat(rita.poll()).isNull();
        assertThat(tablet.poll()).isNull();

        tablet.close();
        assertThat(Engines.next(rita)).isEqualTo(new PresenceChanged(ADA.user(), false, Role.USER));
    }

    @Test
    void who_was_not_let_in_is_not_there() {
        Feed ada = follow(ADA);

        assertThatThrownBy(() -> follow(STRANGER)).isInstanceOf(ChatEngine.RefusedException.class);

        assertThat(ada.poll()).isNull();
        assertThat(presence.online(TenantId.DEFAULT)).containsExactly(new Member(ADA.user(), Role.USER));
    }

    @Test
    void typing_is_told_to_the_others_and_not_to_ones_own_devices() throws Exception {
        Feed rita = follow(RITA);
        Feed phone = follow(ADA);
        Feed tablet = follow(ADA);
        until(rita, ADA_IS_HERE);
        until(phone, RITA_IS_HERE);
        until(tablet, RITA_IS_HERE);

        phone.typing(true);
        phone.typing(true);
        assertThat(Engines.next(rita)).isEqualTo(ADA_TYPES);
        assertThat(rita.poll()).isNull();

        phone.typing(false);
        phone.typing(false);
        assertThat(Engines.next(rita)).isEqualTo(ADA_TYPES_NO_MORE);
        assertThat(rita.poll()).isNull();
        assertThat(phone.poll()).isNull();
        assertThat(tablet.poll()).isNull();
    }

    @Test
    void typing_ends_by_itself() throws Exception {
        Feed rita = follow(RITA);
        Feed ada = follow(ADA);
        ada.typing(true);
        until(rita, ADA_TYPES);

        clock.pass(Attendance.TYPING_LASTS);

        assertThat(Engines.next(rita)).isEqualTo(ADA_TYPES_NO_MORE);
    }

    @Test
    void typing_ends_with_a_message() throws Exception {
        Feed rita = follow(RITA);
        Feed ada = follow(ADA);
        ada.typing(true);
        until(rita, ADA_TYPES);

        engine.send(ADA, session, "Hello");

        until(rita, ADA_TYPES_NO_MORE);
        ada.typing(true);
        until(rita, ADA_TYPES);
    }

    @Test
    void typing_ends_with_the_last_device() throws Exception {
        Feed rita = follow(RITA);
        Feed phone = follow(ADA);
        Feed tablet = follow(ADA);
        phone.typing(true);
        until(rita, ADA_TYPES);

        phone.close();
        assertThat(rita.poll()).isNull();
        tablet.close();

        assertThat(Engines.next(rita)).isEqualTo(ADA_TYPES_NO_MORE);
        assertThat(Engines.next(rita)).isEqualTo(new PresenceChanged(ADA.user(), false, Role.USER));
        phone.typing(true);
        assertThat(rita.poll()).isNull();
    }

    /** Two nodes with one presence between them, and nothing else: what the other node's feeds say is seen here. */
    @Test
    void what_is_typed_on_another_node_expires_here_when_that_node_is_gone() throws Exception {
        var stores = InMemoryStores.empty(clock);
        var people = new LocalPresence();
        try (ChatEngine one = node("one", stores, people);
                ChatEngine other = node("other", stores, people)) {
            SessionId shared = one.createSession(ADA);
            Feed rita = one.follow(RITA, shared);
            other.follow(ADA, shared).typing(true);
            until(rita, ADA_TYPES);

            clock.pass(Attendance.TYPING_LASTS);

            assertThat(Engines.next(rita)).isEqualTo(ADA_TYPES_NO_MORE);
        }
    }

    private ChatEngine node(String name, InMemoryStores stores, LocalPresence people) {
        return ChatEngine.builder()
                .store(stores.sessions(), stores.conversations(), stores.replies(), stores.leases())
                .model(name, new HandModel())
                .clock(clock)
                .nanoClock(clock)
                .presence(people)
                .policies(Policies.standard(name).closingWithin(Duration.ZERO))
                .start();
    }

    @Test
    void a_crowd_delays_an_event_by_no_more_than_one_item() throws Exception {
        Feed ada = follow(ADA);
        for (int i = 0; i < 50; i++) {
            presence.enter(
                    new SessionKey(TenantId.DEFAULT, session), new Member(new UserId("visitor-" + i), Role.AGENT));
        }
        engine.send(ADA, session, "Hello");

        List<FeedItem> firstTwo = List.of(Engines.next(ada), Engines.next(ada));

        assertThat(firstTwo).hasAtLeastOneElementOfType(FeedItem.MessageChanged.class);
        assertThat(firstTwo).hasAtLeastOneElementOfType(PresenceChanged.class);
    }

    @Test
    void whoever_is_told_that_the_session_is_gone_is_told_nothing_more() throws Exception {
        Feed ada = follow(ADA);
        engine.useCases().changeSession().delete(ADA, session);
        Engines.until(ada, item -> item instanceof FeedItem.SessionChanged changed && changed.isLast());

        presence.enter(new SessionKey(TenantId.DEFAULT, session), new Member(RITA.user(), Role.AGENT));

        assertThat(ada.poll()).isNull();
    }

    private ReadPresence.Outcome.Page online(@Nullable String after, int limit) {
        return (ReadPresence.Outcome.Page) engine.useCases().readPresence().online(RITA, after, limit);
    }

    private static ReadPresence.Person person(Principal who) {
        return new ReadPresence.Person(who.user(), who.role());
    }

    @Test
    void who_reads_all_sessions_sees_who_is_online_page_by_page() {
        Feed ada = follow(ADA);
        Feed rita = follow(RITA);
        UserFeed alone =
                ((FollowUser.Outcome.Following) engine.useCases().followUser().follow(STRANGER, () -> {})).feed();

        assertThat(online(null, 2).people()).containsExactly(person(ADA), person(RITA));
        assertThat(online(null, 2).total()).isEqualTo(3);
        assertThat(online("rita", 2).people()).containsExactly(person(STRANGER));

        alone.close();
        ada.close();
        assertThat(online(null, 2).people()).containsExactly(person(RITA));
        rita.close();
        assertThat(online(null, 2).people()).isEmpty();
    }

    @Test
    void what_can_not_be_looked_for_is_refused_by_name() {
        assertThat(refusal(RITA, "No User", 10).field()).isEqualTo("after");
        assertThat(refusal(RITA, null, 0).field()).isEqualTo("limit");
        assertThat(refusal(RITA, null, 101).field()).isEqualTo("limit");
        assertThat(refusal(ADA, null, 10).code()).isEqualTo(ErrorCode.FORBIDDEN);
    }

    private Refusal refusal(Principal caller, @Nullable String after, int limit) {
        var outcome = engine.useCases().readPresence().online(caller, after, limit);
        return ((ReadPresence.Outcome.Refused) outcome).refusal();
    }
}
