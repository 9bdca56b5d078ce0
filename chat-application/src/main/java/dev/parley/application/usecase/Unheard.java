package dev.parley.application.usecase;

import dev.parley.application.port.out.ReplyLog;

/** Takes what a model says while nobody follows it: a summary, a title. */
final class Unheard implements ReplyLog.Recorder {

    @Override
    public boolean append(String text) {
        return true;
    }

    @Override
    public void end() {}
}
