package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalEventBus;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.FollowUser;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.UserChange;
import dev.parley.application.port.in.UserFeed;
import dev.parley.application.port.in.UserFeedItem;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens in sessions reaches those who follow their owners. */
class SessionNewsTest {

    private static final Principal GRACE = Principal.user("grace");

    private final Shaky shaky = new Shaky();
    private final LocalEventBus bus = new LocalEventBus();
    private final ChatEngine engine = engine();

    private ChatEngine engine() {
        var stores = InMemoryStores.empty(InstantSource.system());
        return ChatEngine.builder()
                .store(
                        shaky.over(SessionStore.class, stores.sessions()),
                        shaky.over(ConversationStore.class, stores.conversations()),
                        shaky.over(ReplyJobs.class, stores.replies()),
                        shaky.over(NodeLeases.class, stores.leases()))
                .bus(bus)
                .model("echo", prompt -> HandModel.saying("answer"))
                .start();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** A feed a test can wait for. */
    private static final class Device {

        private final Semaphore changes = new Semaphore(0);
        private final UserFeed feed;

        Device(ChatEngine engine, Principal who) {
            feed = switch (engine.useCases().followUser().follow(who, changes::release)) {
                case FollowUser.Outcome.Following(var opened) -> opened;
                case FollowUser.Outcome.Refused(var refusal) -> throw new AssertionError(refusal);
            };
        }

        UserFeedItem next() throws InterruptedException {
            UserFeedItem item = feed.poll();
            while (item == null) {
                if (!changes.tryAcquire(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("nothing came");
                }
                item = feed.poll();
            }
            return item;
        }

        UserChange change() throws InterruptedException {
            return ((UserFeedItem.Told) next()).change();
        }

        UserChange.SessionChanged changed() throws InterruptedException {
            return (UserChange.SessionChanged) change();
        }
    }

    private void rename(Principal who, SessionId session, String title) {
        engine.useCases().changeSession().change(new ChangeSession.Command(who, session, title, null, null));
    }

    @Test
    void each_owner_hears_of_their_own_sessions() throws Exception {
        var ada = new Device(engine, ADA);
        var grace = new Device(engine, GRACE);

        SessionId hers = engine.createSession(GRACE);
        SessionId mine = engine.createSession(ADA);

        assertThat(ada.changed().session().id()).isEqualTo(mine);
        assertThat(grace.changed().session().id()).isEqualTo(hers);
        assertThat(ada.feed.poll()).isNull();
        assertThat(grace.feed.poll()).isNull();
    }

    @Test
    void nothing_is_read_while_nobody_is_followed() throws Exception {
        shaky.refuses("known");
        SessionId session = engine.createSession(ADA);
        rename(ADA, session, "Trains");
        var grace = new Device(engine, GRACE);
        shaky.heals("known");

        SessionId hers = engine.createSession(GRACE);

        assertThat(grace.changed().session().id()).isEqualTo(hers);
        assertThat(shaky.brokenAgain("known")).isFalse();
    }

    @Test
    void who_is_known_not_to_be_followed_costs_no_reading() throws Exception {
        var grace = new Device(engine, GRACE);
        SessionId session = engine.createSession(ADA);
        engine.createSession(GRACE);
        grace.changed();
        shaky.refuses("known");

        rename(ADA, session, "Trains");
        shaky.heals("known");
        engine.createSession(GRACE);

        assertThat(grace.next()).isInstanceOf(UserFeedItem.Told.class);
        assertThat(shaky.brokenAgain("known")).isFalse();
    }

    @Test
    void a_store_that_is_away_delays_the_news_and_loses_none() throws Exception {
        var ada = new Device(engine, ADA);
        shaky.breaks("known", Shaky.When.BEFORE);
        SessionId session = engine.createSession(ADA);
        shaky.awaitBroken("known");

        rename(ADA, session, "Trains");
        shaky.heals("known");

        var title = ada.changed().session().title();
        assertThat(title).isNotNull();
        assertThat(title.text()).isEqualTo("Trains");
    }

    @Test
    void a_store_that_refuses_is_a_hole_and_no_silence() throws Exception {
        var ada = new Device(engine, ADA);
        shaky.refusesOnce("known");

        engine.createSession(ADA);

        assertThat(ada.next()).isEqualTo(new UserFeedItem.Resumed(ada.feed.lastUserSeq(), false));
        engine.createSession(ADA);
        ada.changed();
    }

    @Test
    void more_than_can_wait_is_a_hole_and_no_silence() throws Exception {
        var ada = new Device(engine, ADA);
        shaky.breaks("known", Shaky.When.BEFORE);
        for (int i = 0; i <= SessionNews.MOST_WAITING + SessionNews.AT_ONCE; i++) {
            var key = new SessionKey(TenantId.DEFAULT, new SessionId(new UUID(7, i)));
            bus.announce(new Announcement.Appended(
                    key,
                    List.of(new RecordedEvent(
                            key, new Seq(1), Instant.EPOCH, new SessionEvent.SessionRenamed(), null))));
        }

        assertThat(ada.next()).isEqualTo(new UserFeedItem.Resumed(ada.feed.lastUserSeq(), false));
    }

    @Test
    void cursors_that_move_are_told_to_every_feed_of_their_reader() throws Exception {
        SessionId session = engine.createSession(ADA);
        Feed one = engine.follow(ADA, session);
        Feed two = engine.follow(ADA, session);
        engine.send(ADA, session, "Hello");
        Engines.untilEnded(one);
        Engines.untilEnded(two);
        var ada = new Device(engine, ADA);

        engine.useCases().markRead().delivered(ADA, session, 2);
        engine.useCases().markRead().read(ADA, session, 1);

        assertThat(Engines.until(one, FeedItem.CursorsMoved.class::isInstance).getLast())
                .isIn(new FeedItem.CursorsMoved(2, 0), new FeedItem.CursorsMoved(2, 1));
        assertThat(Engines.next(two)).isIn(new FeedItem.CursorsMoved(2, 0), new FeedItem.CursorsMoved(2, 1));
        assertThat(ada.changed().session().unread()).isEqualTo(1);
        engine.useCases().markRead().read(ADA, session, 2);
        var last = ada.changed();
        while (last.session().unread() > 0) {
            last = ada.changed();
        }
        assertThat(last.session().messageCount()).isEqualTo(2);
    }

    @Test
    void nobody_is_told_of_anothers_cursors() throws Exception {
        var agent = new Principal(TenantId.DEFAULT, GRACE.user(), null, "en", Permission.of(Role.AGENT));
        SessionId session = engine.createSession(ADA);
        Feed watching = engine.follow(agent, session);
        engine.send(ADA, session, "Hello");
        Engines.untilEnded(watching);

        engine.useCases().markRead().read(ADA, session, 2);
        rename(ADA, session, "Trains");

        assertThat(Engines.next(watching)).isInstanceOf(FeedItem.SessionChanged.class);
    }
}
