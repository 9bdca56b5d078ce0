package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.parley.application.fake.RecordingListener;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.UserBus;
import dev.parley.application.port.out.UserKey;
import dev.parley.application.port.out.UserNews;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.preference.PageLanguage;
import dev.parley.domain.preference.Preferences;
import dev.parley.domain.preference.Theme;
import dev.parley.domain.preference.TypingSpeed;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every {@link UserBus} passes this suite. */
public abstract class UserBusContract {

    private static final UserKey USER = new UserKey(Sample.ACME, Sample.ADA);

    private UserBus bus;
    private UserBus other;

    /** Opens a bus nobody listens to, over a backend of its own. Called once for each test; the contract closes it. */
    protected abstract UserBus openBus();

    /**
     * Opens another node's bus over the same backend. Called once for each test, after {@link #openBus}; the contract
     * closes it. An implementation that knows one node only gives the same bus again.
     */
    protected abstract UserBus openBusOfAnotherNode();

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

    private static UserNews much(int number) {
        return new UserNews.MuchChanged(new UserKey(Sample.ACME, new UserId("u" + number)));
    }

    /** News of one user that can be told apart. */
    private static UserNews numbered(int number) {
        return new UserNews.PreferencesChanged(USER, Preferences.STANDARD, Sample.second(number));
    }

    private static List<UserNews> everyKind() {
        return List.of(
                new UserNews.MuchChanged(USER),
                new UserNews.PreferencesChanged(USER, Preferences.STANDARD, Sample.second(1)),
                new UserNews.PreferencesChanged(
                        new UserKey(Sample.GLOBEX, Sample.GRACE),
                        new Preferences(
                                PageLanguage.SIMPLIFIED_CHINESE,
                                Theme.DARK,
                                TypingSpeed.FAST,
                                false,
                                new AssistantName("lawyer"),
                                new ModelPreferences("gpt-4.1", 0.3, 500)),
                        Sample.second(2)));
    }

    @Test
    void g1_news_reach_every_listener_as_they_were_told() throws Exception {
        var listeners = List.of(
                new RecordingListener<UserNews>(),
                new RecordingListener<UserNews>(),
                new RecordingListener<UserNews>());
        bus.listen(listeners.get(0));
        bus.listen(listeners.get(1));
        other.listen(listeners.get(2));

        everyKind().forEach(bus::tell);

        for (RecordingListener<UserNews> listener : listeners) {
            assertThat(listener.next(everyKind().size())).containsExactlyInAnyOrderElementsOf(everyKind());
        }
    }

    @Test
    void g1_the_kinds_tried_are_all_there_are() {
        assertThat(everyKind().stream().<Class<?>>map(UserNews::getClass).distinct())
                .containsExactlyInAnyOrder(UserNews.class.getPermittedSubclasses());
    }

    @Test
    void g2_news_of_one_thread_come_in_order() throws Exception {
        var mine = new RecordingListener<UserNews>();
        var theirs = new RecordingListener<UserNews>();
        bus.listen(mine);
        other.listen(theirs);
        List<UserNews> told =
                IntStream.range(0, 200).mapToObj(UserBusContract::numbered).toList();

        told.forEach(bus::tell);

        assertThat(mine.next(200)).isEqualTo(told);
        assertThat(theirs.next(200)).isEqualTo(told);
    }

    @Test
    void g3_a_lost_backend_harms_nobody_who_tells() {
        loseBackend();

        assertThatCode(() -> IntStream.range(0, 1_000).forEach(number -> bus.tell(much(number))))
                .doesNotThrowAnyException();
    }

    @Test
    void g4_a_listener_that_throws_harms_no_other_and_stays() throws Exception {
        var failures = new CountDownLatch(2);
        var listener = new RecordingListener<UserNews>();
        bus.listen(failing(failures));
        bus.listen(listener);

        bus.tell(much(1));
        bus.tell(much(2));

        assertThat(listener.next(2)).containsExactlyInAnyOrder(much(1), much(2));
        assertThat(failures.await(RecordingListener.GUARD.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    private static Consumer<UserNews> failing(CountDownLatch failures) {
        return news -> {
            failures.countDown();
            throw new IllegalStateException("a listener that throws on purpose");
        };
    }

    @Test
    void g5_who_stopped_listening_hears_nothing_more() throws Exception {
        var gone = new RecordingListener<UserNews>();
        var there = new RecordingListener<UserNews>();
        Listening listening = bus.listen(gone);
        bus.listen(there);

        listening.close();
        listening.close();
        bus.tell(much(1));

        assertThat(there.next()).isEqualTo(much(1));
        assertThat(gone.rest()).isEmpty();
    }

    @Test
    void g5_a_closed_bus_calls_nobody() {
        var listener = new RecordingListener<UserNews>();
        bus.listen(listener);

        bus.close();
        bus.close();
        bus.tell(much(1));

        assertThat(listener.rest()).isEmpty();
    }
}
