package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.key;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fake.RecordingListener;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.Announcement.Appended;
import dev.parley.application.port.out.Announcement.CancelRequested;
import dev.parley.application.port.out.Announcement.CursorsMoved;
import dev.parley.application.port.out.ConversationStore.ReadCursors;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every {@link EventBus} passes this suite. */
public abstract class EventBusContract {

    private static final SessionKey HERE = key(1);
    private static final SessionKey THERE = key(2);

    private EventBus bus;
    private EventBus other;

    /** Opens a bus nobody listens to, over a backend of its own. Called once for each test; the contract closes it. */
    protected abstract EventBus openBus();

    /**
     * Opens another node's bus over the same backend. Called once for each test, after {@link #openBus}; the contract
     * closes it. An implementation that knows one node only gives the same bus again.
     */
    protected abstract EventBus openBusOfAnotherNode();

    /** Makes the backend unreachable for the rest of the test; does nothing where there is none. */
    protected abstract void loseBackend();

    @BeforeEach
    final void open() {
        bus = openBus();
        other = openBusOfAnotherNode();
    }

    @AfterEach
    final void close() {
        other.close();
        bus.close();
    }

    @Test
    void g1_an_announcement_reaches_every_listener() throws Exception {
        List<RecordingListener<Announcement>> listeners =
                Stream.generate(RecordingListener<Announcement>::new).limit(6).toList();
        bus.listen(HERE, listeners.get(0));
        bus.listen(HERE, listeners.get(1));
        bus.listenToAll(listeners.get(2));
        other.listen(HERE, listeners.get(3));
        other.listenToAll(listeners.get(4));
        other.listenToAll(listeners.get(5));

        bus.announce(cancel(HERE, 1));
        for (RecordingListener<Announcement> listener : listeners) {
            assertThat(listener.next()).isEqualTo(cancel(HERE, 1));
        }

        other.announce(cancel(HERE, 2));
        for (RecordingListener<Announcement> listener : listeners) {
            assertThat(listener.next()).isEqualTo(cancel(HERE, 2));
        }
    }

    @Test
    void g1_a_listener_of_all_hears_every_session() throws Exception {
        RecordingListener<Announcement> listener = new RecordingListener<>();
        other.listenToAll(listener);

        List<Announcement> announced = List.of(
                cancel(HERE, 1),
                cancel(THERE, 1),
                cancel(new SessionKey(GLOBEX, HERE.session()), 1),
                cancel(key(9), 1));
        announced.forEach(bus::announce);

        assertThat(listener.next(4)).containsExactlyInAnyOrderElementsOf(announced);
    }

    @Test
    void g1_who_comes_later_hears_what_comes_later() throws Exception {
        RecordingListener<Announcement> first = new RecordingListener<>();
        RecordingListener<Announcement> second = new RecordingListener<>();
        bus.listen(HERE, first);
        bus.announce(cancel(HERE, 1));
        first.next();

        bus.listen(HERE, second);
        bus.announce(cancel(HERE, 2));

        assertThat(first.next()).isEqualTo(cancel(HERE, 2));
        assertThat(second.next()).isEqualTo(cancel(HERE, 2));
    }

    @Test
    void g2_announcements_of_one_thread_come_in_order() throws Exception {
        RecordingListener<Announcement> mine = new RecordingListener<>();
        RecordingListener<Announcement> theirs = new RecordingListener<>();
        RecordingListener<Announcement> all = new RecordingListener<>();
        bus.listen(HERE, mine);
        other.listen(HERE, theirs);
        other.listenToAll(all);

        List<Announcement> announced = IntStream.range(0, 500)
                .<Announcement>mapToObj(number -> cancel(HERE, number))
                .toList();
        announced.forEach(bus::announce);

        assertThat(mine.next(500)).isEqualTo(announced);
        assertThat(theirs.next(500)).isEqualTo(announced);
        assertThat(all.next(500)).isEqualTo(announced);
    }

    @Test
    void g2_each_of_many_threads_keeps_its_order() throws Exception {
        RecordingListener<Announcement> listener = new RecordingListener<>();
        other.listenToAll(listener);

        Race.of(16, runner -> {
            IntStream.range(0, 50).forEach(number -> bus.announce(cancel(key(runner), number)));
            return runner;
        });

        List<Announcement> heard = listener.next(16 * 50);
        for (int runner = 0; runner < 16; runner++) {
            SessionKey session = key(runner);
            assertThat(heard)
                    .filteredOn(announcement -> announcement.key().equals(session))
                    .isEqualTo(IntStream.range(0, 50)
                            .mapToObj(number -> cancel(session, number))
                            .toList());
        }
    }

    @Test
    void g3_other_sessions_and_tenants_hear_nothing() throws Exception {
        SessionKey foreign = new SessionKey(GLOBEX, HERE.session());
        RecordingListener<Announcement> here = new RecordingListener<>();
        RecordingListener<Announcement> there = new RecordingListener<>();
        RecordingListener<Announcement> abroad = new RecordingListener<>();
        other.listen(HERE, here);
        other.listen(THERE, there);
        other.listen(foreign, abroad);

        bus.announce(cancel(HERE, 1));
        here.next();
        bus.announce(cancel(THERE, 2));
        bus.announce(cancel(foreign, 3));

        assertThat(there.next()).isEqualTo(cancel(THERE, 2));
        assertThat(abroad.next()).isEqualTo(cancel(foreign, 3));
        assertThat(here.rest()).isEmpty();
        assertThat(there.rest()).isEmpty();
        assertThat(abroad.rest()).isEmpty();
    }

    @Test
    void g4_announcing_to_a_lost_backend_returns() {
        bus.listen(HERE, new RecordingListener<>());
        loseBackend();

        IntStream.range(0, 2_000).forEach(number -> bus.announce(cancel(HERE, number)));

        assertThat(bus).isNotNull();
    }

    @Test
    void g4_announcing_to_nobody_returns() throws Exception {
        RecordingListener<Announcement> listener = new RecordingListener<>();
        bus.announce(cancel(HERE, 1));

        bus.listen(HERE, listener);
        bus.announce(cancel(HERE, 2));

        assertThat(listener.next()).isEqualTo(cancel(HERE, 2));
    }

    @Test
    void g5_a_listener_that_throws_harms_nobody_and_stays() throws Exception {
        CountDownLatch failures = new CountDownLatch(4);
        RecordingListener<Announcement> sound = new RecordingListener<>();
        RecordingListener<Announcement> all = new RecordingListener<>();
        bus.listen(HERE, announcement -> fail(failures));
        bus.listenToAll(announcement -> fail(failures));
        bus.listen(HERE, sound);
        bus.listenToAll(all);

        bus.announce(cancel(HERE, 1));
        bus.announce(cancel(HERE, 2));

        assertThat(sound.next(2)).containsExactly(cancel(HERE, 1), cancel(HERE, 2));
        assertThat(all.next(2)).containsExactly(cancel(HERE, 1), cancel(HERE, 2));
        assertThat(failures.await(RecordingListener.GUARD.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void g6_who_stopped_listening_hears_nothing() throws Exception {
        RecordingListener<Announcement> leaving = new RecordingListener<>();
        RecordingListener<Announcement> leavingAll = new RecordingListener<>();
        RecordingListener<Announcement> staying = new RecordingListener<>();
        Listening listening = other.listen(HERE, leaving);
        Listening listeningToAll = other.listenToAll(leavingAll);
        other.listen(HERE, staying);
        bus.announce(cancel(HERE, 1));
        leaving.next();
        leavingAll.next();

        listening.close();
        listeningToAll.close();
        listening.close();
        listeningToAll.close();
        bus.announce(cancel(HERE, 2));
        bus.announce(cancel(HERE, 3));

        assertThat(staying.next(3)).hasSize(3);
        assertThat(leaving.rest()).isEmpty();
        assertThat(leavingAll.rest()).isEmpty();
    }

    @Test
    void g6_a_listener_may_stop_while_it_is_told() throws Exception {
        RecordingListener<Announcement> once = new RecordingListener<>();
        RecordingListener<Announcement> staying = new RecordingListener<>();
        AtomicReference<Listening> own = new AtomicReference<>();
        own.set(bus.listen(HERE, announcement -> {
            once.accept(announcement);
            own.get().close();
        }));
        bus.listen(HERE, staying);

        bus.announce(cancel(HERE, 1));
        bus.announce(cancel(HERE, 2));

        assertThat(staying.next(2)).hasSize(2);
        assertThat(once.next()).isEqualTo(cancel(HERE, 1));
        assertThat(once.rest()).isEmpty();
    }

    @Test
    void g6_who_comes_back_hears_again() throws Exception {
        RecordingListener<Announcement> listener = new RecordingListener<>();
        bus.listen(HERE, listener).close();

        bus.listen(HERE, listener);
        bus.announce(cancel(HERE, 1));

        assertThat(listener.next()).isEqualTo(cancel(HERE, 1));
        assertThat(listener.rest()).isEmpty();
    }

    @Test
    void g6_listeners_of_a_closed_bus_hear_nothing() {
        RecordingListener<Announcement> listener = new RecordingListener<>();
        RecordingListener<Announcement> all = new RecordingListener<>();
        Listening listening = bus.listen(HERE, listener);
        bus.listenToAll(all);

        bus.close();
        bus.close();
        bus.announce(cancel(HERE, 1));
        other.announce(cancel(HERE, 2));
        listening.close();

        assertThat(listener.rest()).isEmpty();
        assertThat(all.rest()).isEmpty();
    }

    @Test
    void g7_every_kind_of_event_arrives_as_it_was() throws Exception {
        RecordingListener<Announcement> mine = new RecordingListener<>();
        RecordingListener<Announcement> theirs = new RecordingListener<>();
        bus.listen(HERE, mine);
        other.listen(HERE, theirs);
        Appended announced = new Appended(HERE, everyKind());

        bus.announce(announced);

        assertSameButMessages(mine.next(), announced);
        assertSameButMessages(theirs.next(), announced);
    }

    @Test
    void g7_cursors_arrive_as_they_were() throws Exception {
        RecordingListener<Announcement> mine = new RecordingListener<>();
        RecordingListener<Announcement> theirs = new RecordingListener<>();
        bus.listen(HERE, mine);
        other.listen(HERE, theirs);
        Announcement moved = new CursorsMoved(HERE, Sample.GRACE, new ReadCursors(7, 4));

        bus.announce(moved);

        assertThat(mine.next()).isEqualTo(moved);
        assertThat(theirs.next()).isEqualTo(moved);
    }

    @Test
    void g7_the_kinds_tried_are_all_there_are() {
        List<Class<?>> tried = new ArrayList<>();
        everyKind().forEach(recorded -> tried.add(recorded.event().getClass()));

        assertThat(tried).containsOnly(SessionEvent.class.getPermittedSubclasses());
    }

    private static void assertSameButMessages(Announcement heard, Appended announced) {
        assertThat(heard).isInstanceOf(Appended.class);
        List<RecordedEvent> events = ((Appended) heard).events();
        assertThat(events).hasSameSizeAs(announced.events());
        for (int i = 0; i < events.size(); i++) {
            RecordedEvent expected = announced.events().get(i);
            assertThat(events.get(i)).isIn(expected, withoutMessage(expected));
        }
    }

    private static RecordedEvent withoutMessage(RecordedEvent recorded) {
        return new RecordedEvent(recorded.session(), recorded.seq(), recorded.at(), recorded.event(), null);
    }

    private static List<RecordedEvent> everyKind() {
        MessageId message = Sample.message(HERE, 1).id();
        List<SessionEvent> events = new ArrayList<>(List.of(
                new SessionEvent.SessionCreated(),
                new SessionEvent.MessageUpdated(message, 7),
                new SessionEvent.SessionRenamed(),
                new SessionEvent.AssistantChanged(),
                new SessionEvent.SessionDeleted(),
                new SessionEvent.SessionRestored(),
                new SessionEvent.OwnerChanged(),
                new SessionEvent.SummaryUpdated(new Turn(1_000_000_000_000L))));
        Arrays.stream(MessageType.values()).forEach(type -> events.add(new SessionEvent.MessageAdded(message, type)));
        Arrays.stream(ReplyState.values())
                .filter(ReplyState::ended)
                .forEach(state -> events.add(new SessionEvent.ReplyEnded(message, state)));
        Arrays.stream(Standing.values()).forEach(standing -> events.add(new SessionEvent.StandingChanged(standing)));
        return IntStream.range(0, events.size())
                .mapToObj(i -> new RecordedEvent(
                        HERE, new Seq(9_000_000_000L + i), second(i), events.get(i), i % 2 == 0 ? null : message(i)))
                .toList();
    }

    private static Message message(int number) {
        var question = Sample.message(HERE, ADA, "m" + number, "\uD83D\uDE00 'text'\r\n ", second(number));
        Place place = new Place(new Position(number), new Seq(number), new Turn(number), null, true);
        Content content = question.content();
        return new Message(question.id(), HERE.session(), content, "{}", second(number), place, 1);
    }

    private static Announcement cancel(SessionKey key, int number) {
        return new CancelRequested(key, Sample.message(key, number).reply());
    }

    private static void fail(CountDownLatch failures) {
        failures.countDown();
        throw new IllegalStateException("a listener that throws on purpose");
    }
}
