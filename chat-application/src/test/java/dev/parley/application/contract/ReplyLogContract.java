package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fake.RecordingListener;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.ReplyLog.Recorder;
import dev.parley.application.port.out.ReplyLog.ReplyText;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Seq;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link ReplyLog} passes this suite. */
public abstract class ReplyLogContract {

    private static final SessionKey HERE = key(1);
    private static final int ALL = Integer.MAX_VALUE;

    private ReplyLog log;

    /** A log in which nothing is being written. Called once for each test. */
    protected abstract ReplyLog log();

    static List<Named<String>> awkwardTexts() {
        return AwkwardTexts.all();
    }

    @BeforeEach
    final void open() {
        log = log();
    }

    @Test
    void g1_where_nothing_is_written_there_is_no_text() {
        assertThat(log.current(HERE)).isNull();
    }

    @Test
    void g1_a_reply_that_has_begun_has_an_empty_text() {
        RunningReply reply = reply(HERE, 1, 1);

        log.begin(reply);

        assertThat(log.current(HERE).reply()).isEqualTo(reply);
        assertThat(log.current(HERE).length()).isZero();
        assertThat(log.current(HERE).read(0, ALL)).isEmpty();
    }

    @Test
    void g1_what_was_appended_is_read_from_any_offset_any_number_of_times() {
        Recorder recorder = log.begin(reply(HERE, 1, 1));

        assertThat(recorder.append("Hello, ")).isTrue();
        assertThat(recorder.append("world")).isTrue();

        ReplyText text = log.current(HERE);
        assertThat(text.length()).isEqualTo(12);
        for (int i = 0; i < 2; i++) {
            assertThat(text.read(0, ALL)).isEqualTo("Hello, world");
            assertThat(text.read(0, 5)).isEqualTo("Hello");
            assertThat(text.read(5, 4)).isEqualTo(", wo");
            assertThat(text.read(7, 500)).isEqualTo("world");
            assertThat(text.read(12, 5)).isEmpty();
        }
    }

    @Test
    void g1_a_text_grows_while_it_is_held() {
        Recorder recorder = log.begin(reply(HERE, 1, 1));
        ReplyText text = log.current(HERE);

        recorder.append("one");
        assertThat(text.read(0, ALL)).isEqualTo("one");
        recorder.append(" two");
        assertThat(text.read(3, ALL)).isEqualTo(" two");
        assertThat(text.length()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void g1_texts_are_read_in_the_same_characters(String awkward) {
        Recorder recorder = log.begin(reply(HERE, 1, 1));

        recorder.append("before ");
        recorder.append(awkward);
        recorder.append(" after");

        AwkwardTexts.assertSame(log.current(HERE).read(0, ALL), "before " + awkward + " after");
        AwkwardTexts.assertSame(log.current(HERE).read(7, awkward.length()), awkward);
    }

    @Test
    void g1_readers_see_whole_text_while_it_is_written() throws Exception {
        String whole = IntStream.range(0, 20_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        AtomicBoolean written = new AtomicBoolean();
        Recorder recorder = log.begin(reply(HERE, 1, 1));
        ReplyText text = log.current(HERE);

        Race.of(4, runner -> {
            if (runner == 0) {
                for (int from = 0; from < whole.length(); from += 3) {
                    recorder.append(whole.substring(from, Math.min(from + 3, whole.length())));
                }
                written.set(true);
            } else {
                StringBuilder read = new StringBuilder();
                while (!written.get()) {
                    read.append(text.read(read.length(), 1_000 * runner));
                    LockSupport.parkNanos(1_000);
                }
                read.append(text.read(read.length(), ALL));
                AwkwardTexts.assertSame(read.toString(), whole);
            }
            return runner;
        });
    }

    @Test
    void g2_a_text_nobody_reads_grows_on() {
        Recorder recorder = log.begin(reply(HERE, 1, 1));
        log.current(HERE).read(0, 2);

        IntStream.range(0, 100_000).forEach(i -> recorder.append("ab"));

        assertThat(log.current(HERE).length()).isEqualTo(200_000);
    }

    @Test
    void g3_a_higher_attempt_overtakes() {
        Recorder first = log.begin(reply(HERE, 1, 1));
        first.append("first");

        Recorder second = log.begin(reply(HERE, 1, 2));

        assertThat(first.append(" and more")).isFalse();
        assertThat(second.append("second")).isTrue();
        assertThat(log.current(HERE).reply().attempt()).isEqualTo(2);
        assertThat(log.current(HERE).read(0, ALL)).isEqualTo("second");
    }

    @Test
    void g3_an_attempt_that_is_not_higher_is_refused() {
        Recorder present = log.begin(reply(HERE, 1, 2));
        present.append("present");

        for (int attempt = 1; attempt <= 2; attempt++) {
            Recorder late = log.begin(reply(HERE, 1, attempt));
            assertThat(late.append("late")).isFalse();
            late.end();
        }

        assertThat(present.append(" text")).isTrue();
        assertThat(log.current(HERE).read(0, ALL)).isEqualTo("present text");
    }

    @Test
    void g3_the_end_of_an_overtaken_attempt_changes_nothing() {
        Recorder first = log.begin(reply(HERE, 1, 1));
        Recorder second = log.begin(reply(HERE, 1, 2));
        second.append("second");

        first.end();

        assertThat(log.current(HERE).read(0, ALL)).isEqualTo("second");
        assertThat(second.append(" goes on")).isTrue();
    }

    @Test
    void g3_an_overtaken_text_stays_as_it_was_for_who_holds_it() {
        Recorder first = log.begin(reply(HERE, 1, 1));
        first.append("first");
        ReplyText held = log.current(HERE);

        log.begin(reply(HERE, 1, 2)).append("second");
        first.append("more");

        assertThat(held.reply().attempt()).isEqualTo(1);
        assertThat(held.read(0, ALL)).isEqualTo("first");
    }

    @Test
    void g3_of_many_attempts_at_once_the_highest_stays() throws Exception {
        List<Recorder> recorders = Race.of(Race.MANY, runner -> log.begin(reply(HERE, 1, runner + 1)));

        assertThat(log.current(HERE).reply().attempt()).isEqualTo(Race.MANY);
        recorders
                .subList(0, Race.MANY - 1)
                .forEach(overtaken -> assertThat(overtaken.append("late")).isFalse());
        assertThat(recorders.getLast().append("x")).isTrue();
        assertThat(log.current(HERE).read(0, ALL)).isEqualTo("x");
    }

    @Test
    void g4_listeners_are_told_of_begin_append_and_end() throws Exception {
        Changes changes = new Changes();
        log.listen(HERE, changes);

        Recorder recorder = log.begin(reply(HERE, 1, 1));
        changes.await(() -> log.current(HERE) != null);
        recorder.append("one");
        changes.await(() -> log.current(HERE).length() == 3);
        recorder.append("two");
        changes.await(() -> log.current(HERE).length() == 6);
        recorder.end();
        changes.await(() -> log.current(HERE) == null);
    }

    @Test
    void g4_every_listener_of_a_session_is_told() throws Exception {
        List<Changes> listeners = List.of(new Changes(), new Changes(), new Changes());
        listeners.forEach(listener -> log.listen(HERE, listener));

        log.begin(reply(HERE, 1, 1));

        for (Changes listener : listeners) {
            listener.await(() -> log.current(HERE) != null);
        }
    }

    @Test
    void g4_listeners_of_other_sessions_are_told_nothing() throws Exception {
        SessionKey foreign = new SessionKey(GLOBEX, HERE.session());
        Changes here = new Changes();
        Changes there = new Changes();
        Changes abroad = new Changes();
        log.listen(HERE, here);
        log.listen(key(2), there);
        log.listen(foreign, abroad);

        Recorder recorder = log.begin(reply(HERE, 1, 1));
        recorder.append("text");
        recorder.end();
        here.await(() -> log.current(HERE) == null);

        assertThat(there.told()).isZero();
        assertThat(abroad.told()).isZero();
    }

    @Test
    void g4_who_stopped_listening_is_told_nothing() throws Exception {
        Changes leaving = new Changes();
        Changes staying = new Changes();
        Listening listening = log.listen(HERE, leaving);
        log.listen(HERE, staying);

        listening.close();
        listening.close();
        log.begin(reply(HERE, 1, 1)).append("text");
        staying.await(() -> log.current(HERE).length() == 4);

        assertThat(leaving.told()).isZero();
    }

    @Test
    void g5_after_the_end_there_is_no_text() {
        Recorder recorder = log.begin(reply(HERE, 1, 1));
        recorder.append("text");

        recorder.end();
        recorder.end();

        assertThat(log.current(HERE)).isNull();
        assertThat(recorder.append("late")).isFalse();
        assertThat(log.current(HERE)).isNull();
    }

    @Test
    void g5_a_text_that_is_held_can_be_read_after_the_end() {
        Recorder recorder = log.begin(reply(HERE, 1, 1));
        recorder.append("all of it");
        ReplyText held = log.current(HERE);

        recorder.end();

        assertThat(held.read(0, ALL)).isEqualTo("all of it");
    }

    @Test
    void g5_the_next_reply_begins_empty() {
        Recorder first = log.begin(reply(HERE, 1, 3));
        first.append("first");
        first.end();

        Recorder second = log.begin(reply(HERE, 2, 1));

        assertThat(second.append("second")).isTrue();
        assertThat(log.current(HERE).read(0, ALL)).isEqualTo("second");
    }

    @Test
    void g5_an_end_that_comes_late_leaves_the_next_reply_alone() {
        Recorder first = log.begin(reply(HERE, 1, 2));
        Recorder second = log.begin(reply(HERE, 2, 1));
        second.append("second");

        first.end();

        assertThat(log.current(HERE).read(0, ALL)).isEqualTo("second");
        assertThat(second.append(" goes on")).isTrue();
    }

    @Test
    void g5_sessions_end_apart() {
        Recorder here = log.begin(reply(HERE, 1, 1));
        Recorder there = log.begin(reply(key(2), 1, 1));
        here.append("here");
        there.append("there");

        here.end();

        assertThat(log.current(HERE)).isNull();
        assertThat(log.current(key(2)).read(0, ALL)).isEqualTo("there");
    }

    @Test
    void g6_a_slice_does_not_end_inside_a_pair() {
        Recorder recorder = log.begin(reply(HERE, 1, 1));

        recorder.append("a\uD83D\uDE00b");

        ReplyText text = log.current(HERE);
        assertThat(text.read(0, 2)).isEqualTo("a");
        assertThat(text.read(0, 3)).isEqualTo("a\uD83D\uDE00");
        assertThat(text.read(1, 2)).isEqualTo("\uD83D\uDE00");
        assertThat(text.read(1, 3)).isEqualTo("\uD83D\uDE00b");
    }

    @RepeatedTest(20)
    void g6_slices_joined_are_the_text_and_each_is_whole(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Recorder recorder = log.begin(reply(HERE, 1, 1));
        StringBuilder appended = new StringBuilder();
        StringBuilder read = new StringBuilder();

        for (int i = 0; i < 300; i++) {
            String piece = piece(random);
            appended.append(piece);
            recorder.append(piece);
            String slice = log.current(HERE).read(read.length(), 2 + random.nextInt(9));
            assertThat(isWhole(slice)).as(slice).isTrue();
            read.append(slice);
        }
        read.append(log.current(HERE).read(read.length(), ALL));

        assertThat(read.toString()).isEqualTo(appended.toString());
    }

    private static String piece(Random random) {
        List<String> characters = List.of("a", "é", "中", "\uD83D\uDE00", "\uD83C\uDDF9\uD83C\uDDFC", " ");
        StringBuilder piece = new StringBuilder();
        for (int i = 0; i <= random.nextInt(5); i++) {
            piece.append(characters.get(random.nextInt(characters.size())));
        }
        return piece.toString();
    }

    private static boolean isWhole(String slice) {
        return slice.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    /** A later reply begins after more events, as it does where a store numbers them. */
    private static RunningReply reply(SessionKey key, int number, int attempt) {
        var question = Sample.message(key, number);
        return new RunningReply(key, question.reply(), attempt, question.id(), "model", new Seq(2L * number));
    }

    /** Counts how often it is told, and waits until what it is told of can be seen. */
    private static final class Changes implements Runnable {

        private final Semaphore told = new Semaphore(0);

        @Override
        public void run() {
            told.release();
        }

        int told() {
            return told.availablePermits();
        }

        /** It must be told at least once since the last time, and not before the change can be seen. */
        void await(BooleanSupplier change) throws InterruptedException {
            do {
                assertThat(told.tryAcquire(RecordingListener.GUARD.toSeconds(), TimeUnit.SECONDS))
                        .as("told of a change")
                        .isTrue();
            } while (!change.getAsBoolean());
        }
    }
}
