package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.next;
import static dev.parley.application.usecase.Engines.until;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guest logs in: what was the guest's is the user's, and only the user's, from one event on. */
class HandOverTest {

    private static final Principal GUEST = Principal.user("guest-1");
    private static final Principal READER =
            new Principal(TenantId.DEFAULT, new UserId("rita"), null, "en", Set.of(Permission.READ_ALL_SESSIONS));

    private final HandClock clock = new HandClock();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final Node node = new Node("only", stores, clock);
    private SessionId session;

    @BeforeEach
    void create() {
        session = node.engine().createSession(GUEST);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void in_mid_reply_the_guest_hears_no_more_and_the_user_hears_all() throws InterruptedException {
        try (Feed guest = node.engine().follow(GUEST, session)) {
            SendMessage.Receipt receipt = node.engine().send(GUEST, session, "Hello");
            HandModel.Talk talk = node.model().asked().say("said to the guest");
            List<FeedItem> heard = until(guest, FeedItem.ReplyPiece.class::isInstance);

            RecordedEvent event = handOver();
            List<FeedItem> last = until(guest, FeedItem.SessionChanged.class::isInstance);
            try (Feed user = node.engine().follow(ADA, session)) {
                user.resume(new Feed.Resume(Seq.NONE, null));
                talk.say(", and to the user").end();
                List<FeedItem> all = untilEnded(user);

                assertThat(joined(all, receipt.replyId())).isEqualTo("said to the guest, and to the user");
                assertThat(seqs(all)).containsExactly(1L, 2L, 3L, 4L);
                assertThat(user.poll()).isNull();
            }

            heard.addAll(last);
            assertThat(joined(heard, receipt.replyId())).isEqualTo("said to the guest");
            assertThat(heard.getLast())
                    .isEqualTo(new FeedItem.SessionChanged(event.seq(), event.at(), event.event(), null));
            assertThat(guest.poll()).as("nothing after the last").isNull();
        }
    }

    @Test
    void a_guest_who_lags_is_told_what_came_before_and_nothing_after() throws InterruptedException {
        try (Feed guest = node.engine().follow(GUEST, session)) {
            node.engine().send(GUEST, session, "before");
            node.model().asked().say("answer").end();
            awaitSeq(3);
            handOver();
            node.engine().send(ADA, session, "after");
            node.model().asked().say("secret").end();
            awaitSeq(6);

            List<FeedItem> items = until(guest, FeedItem.SessionChanged.class::isInstance);

            assertThat(seqs(items)).containsExactly(2L, 3L, 4L);
            assertThat(((FeedItem.SessionChanged) items.getLast()).isLast()).isTrue();
            assertThat(guest.poll()).isNull();
            assertThat(items.toString()).doesNotContain("secret");
        }
    }

    @Test
    void a_guest_who_would_have_to_read_anew_is_sent_away() throws InterruptedException {
        try (Feed guest = node.engine().follow(GUEST, session)) {
            for (int i = 0; i < 4; i++) {
                rename(i);
            }
            handOver();
            stores.conversations().forgetEvents(clock.instant().plusSeconds(1), 100);

            List<FeedItem> items =
                    until(guest, item -> item instanceof FeedItem.SessionChanged changed && changed.isLast());

            assertThat(items.getFirst()).isInstanceOf(FeedItem.Resumed.class);
            assertThat(guest.poll()).isNull();
        }
    }

    @Test
    void the_user_and_who_reads_everything_are_told_and_go_on() throws InterruptedException {
        try (Feed reader = node.engine().follow(READER, session)) {
            handOver();
            FeedItem.SessionChanged told = next(reader, FeedItem.SessionChanged.class);
            node.engine().send(ADA, session, "Hello");

            assertThat(told.event()).isEqualTo(new SessionEvent.OwnerChanged());
            assertThat(told.session().session().owner()).isEqualTo(ADA.user());
            assertThat(told.session().session().ownerName()).isEqualTo("Ada");
            next(reader, FeedItem.MessageChanged.class);
        }
    }

    @Test
    void the_session_is_not_there_for_the_guest_any_more() {
        handOver();

        assertThat(node.engine().useCases().followSession().follow(GUEST, session, () -> {}))
                .isEqualTo(new FollowSession.Outcome.Refused(Refusal.sessionNotFound()));
        assertThat(node.engine().useCases().followedSessions()).isZero();
    }

    @Test
    void what_the_guest_sent_and_the_user_sends_again_is_there_once() throws InterruptedException {
        var unacknowledged = new SendMessage.Command(GUEST, session, "Hello", "m-1", null);
        var first = (SendMessage.Outcome.Accepted)
                node.engine().useCases().sendMessage().send(unacknowledged);
        node.model().asked().say("answer").end();
        handOver();

        var again = (SendMessage.Outcome.Accepted) node.engine()
                .useCases()
                .sendMessage()
                .send(new SendMessage.Command(ADA, session, "Hello", "m-1", null));
        var other = node.engine()
                .useCases()
                .sendMessage()
                .send(new SendMessage.Command(ADA, session, "Something else", "m-1", null));

        assertThat(again.receipt().duplicate()).isTrue();
        assertThat(again.receipt().messageId()).isEqualTo(first.receipt().messageId());
        assertThat(again.receipt().replyId()).isEqualTo(first.receipt().replyId());
        assertThat(((SendMessage.Outcome.Refused) other).refusal().code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    private RecordedEvent handOver() {
        return stores.sessions()
                .handOver(GUEST.tenant(), GUEST.user(), ADA.user(), "Ada", clock.instant(), 10)
                .getFirst();
    }

    private void rename(int number) {
        SessionTitle title = new SessionTitle("title " + number, SessionTitle.Origin.CHOSEN);
        stores.sessions().change(key(), new Wish(title, null, null), clock.instant());
    }

    private void awaitSeq(long seq) {
        await().until(() ->
                stores.sessions().find(key()).orElseThrow().lastSeq().value() == seq);
    }

    private SessionKey key() {
        return new SessionKey(GUEST.tenant(), session);
    }

    private static List<Long> seqs(List<FeedItem> items) {
        List<Long> seqs = new ArrayList<>();
        for (FeedItem item : items) {
            switch (item) {
                case FeedItem.MessageChanged changed -> seqs.add(changed.seq().value());
                case FeedItem.SessionChanged changed -> seqs.add(changed.seq().value());
                case FeedItem.ReplyEnded ended -> seqs.add(ended.seq().value());
                case FeedItem.Resumed ignored -> {}
                case FeedItem.CursorsMoved ignored -> {}
                case FeedItem.MessageStored ignored -> {}
                case FeedItem.PresenceChanged ignored -> {}
                case FeedItem.TypingChanged ignored -> {}
                case FeedItem.ReplyStarted ignored -> {}
                case FeedItem.ReplySnapshot ignored -> {}
                case FeedItem.ReplyPiece ignored -> {}
            }
        }
        return seqs;
    }
}
