package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.contract.ReplyLogContract;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.ReplyLog.Recorder;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionId;
import java.lang.ref.WeakReference;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LocalReplyLogTest extends ReplyLogContract {

    private static final SessionKey KEY = new SessionKey(TenantId.DEFAULT, new SessionId(new UUID(1, 1)));

    @Override
    protected ReplyLog log() {
        return new LocalReplyLog();
    }

    @Test
    void an_older_reply_that_wakes_up_late_does_not_take_over() {
        ReplyLog log = new LocalReplyLog();
        Recorder newer = log.begin(reply(2, new Seq(8)));

        Recorder older = log.begin(reply(1, new Seq(5)));

        assertThat(older.append("late")).isFalse();
        assertThat(newer.append("text")).isTrue();
    }

    @Test
    void a_listener_that_throws_harms_neither_writer_nor_listeners() {
        ReplyLog log = new LocalReplyLog();
        AtomicInteger told = new AtomicInteger();
        log.listen(KEY, () -> {
            throw new IllegalStateException("a listener that throws on purpose");
        });
        log.listen(KEY, told::incrementAndGet);

        assertThat(log.begin(reply(1, new Seq(5))).append("text")).isTrue();

        assertThat(told).hasValue(2);
    }

    @Test
    void a_listener_may_read_and_leave_while_it_is_told() {
        ReplyLog log = new LocalReplyLog();
        StringBuilder read = new StringBuilder();
        var listening = log.listen(KEY, () -> {
            var text = log.current(KEY);
            if (text != null) {
                read.append(text.read(read.length(), 100));
            }
        });
        Recorder recorder = log.begin(reply(1, new Seq(5)));

        recorder.append("one ");
        recorder.append("two");
        listening.close();
        recorder.append(" three");

        assertThat(read).hasToString("one two");
    }

    @Test
    void a_listener_that_another_one_closed_is_not_told() {
        ReplyLog log = new LocalReplyLog();
        AtomicInteger told = new AtomicInteger();
        AtomicReference<Listening> second = new AtomicReference<>();
        log.listen(KEY, () -> second.get().close());
        second.set(log.listen(KEY, told::incrementAndGet));

        log.begin(reply(1, new Seq(5)));

        assertThat(told).hasValue(0);
    }

    @Test
    void nothing_is_kept_of_an_ended_reply_and_a_closed_listener() {
        ReplyLog log = new LocalReplyLog();
        Recorder recorder = log.begin(reply(1, new Seq(5)));
        Runnable listener = new AtomicInteger()::incrementAndGet;
        Listening listening = log.listen(KEY, listener);
        var text = new WeakReference<>(log.current(KEY));
        var heard = new WeakReference<>(listener);

        recorder.end();
        listening.close();
        recorder = null;
        listener = null;
        listening = null;

        await().until(() -> {
            System.gc();
            return text.refersTo(null) && heard.refersTo(null);
        });
        assertThat(log.current(KEY)).isNull();
    }

    private static RunningReply reply(int number, Seq after) {
        return new RunningReply(
                KEY, new MessageId(new UUID(2, number)), 1, new MessageId(new UUID(3, number)), "model", after);
    }
}
