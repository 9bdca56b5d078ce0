package dev.parley.application.local;

import dev.parley.application.port.out.ReplyLog.Recorder;
import dev.parley.application.port.out.RunningReply;
import org.jspecify.annotations.Nullable;

/** Writes one attempt, until it ends or is overtaken. */
final class LocalRecorder implements Recorder {

    private final LocalReplyLog log;
    private final ReplyBuffer text;
    private volatile boolean writing;

    LocalRecorder(LocalReplyLog log, ReplyBuffer text) {
        this.log = log;
        this.text = text;
    }

    ReplyBuffer text() {
        return text;
    }

    /** Takes the place of the one that writes now, unless that one is ahead; returns who writes from now on. */
    LocalRecorder overtake(@Nullable LocalRecorder present) {
        if (present != null && present.isAheadOf(text.reply())) {
            return present;
        }
        if (present != null) {
            present.writing = false;
        }
        writing = true;
        return this;
    }

    @Override
    public boolean append(String piece) {
        if (!writing) {
            return false;
        }
        text.append(piece);
        log.tell(text.reply().key());
        return true;
    }

    @Override
    public void end() {
        writing = false;
        log.end(text.reply().key(), this);
    }

    /** An older attempt at the same reply, or an older reply that wakes up late, must not come after a newer one. */
    private boolean isAheadOf(RunningReply newcomer) {
        RunningReply mine = text.reply();
        return mine.reply().equals(newcomer.reply())
                ? mine.attempt() >= newcomer.attempt()
                : mine.after().compareTo(newcomer.after()) > 0;
    }
}
