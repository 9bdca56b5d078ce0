package dev.parley.application.local;

import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The running replies of this process. A piece costs a copy of its characters and a call to each listener of its session;
 * readers and listeners take no lock.
 */
public final class LocalReplyLog implements ReplyLog {

    private final ConcurrentMap<SessionKey, LocalRecorder> running = new ConcurrentHashMap<>();
    private final Audience<SessionKey> listeners = new Audience<>();

    /** A log in which nothing is being written. */
    public LocalReplyLog() {}

    @Override
    public Recorder begin(RunningReply reply) {
        LocalRecorder recorder = new LocalRecorder(this, new ReplyBuffer(reply));
        if (running.compute(reply.key(), (key, present) -> recorder.overtake(present)) == recorder) {
            tell(reply.key());
        }
        return recorder;
    }

    @Override
    public @Nullable ReplyText current(SessionKey key) {
        LocalRecorder recorder = running.get(key);
        return recorder == null ? null : recorder.text();
    }

    @Override
    public Listening listen(SessionKey key, Runnable changed) {
        return listeners.join(key, same -> changed.run());
    }

    void tell(SessionKey key) {
        listeners.tell(key, key);
    }

    void end(SessionKey key, LocalRecorder recorder) {
        if (running.remove(key, recorder)) {
            tell(key);
        }
    }
}
