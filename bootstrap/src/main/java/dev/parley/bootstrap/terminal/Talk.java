package dev.parley.bootstrap.terminal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One session, talked in over one line at a time: sends what is not acknowledged, shows what is heard, resumes after
 * whatever happens to the line. Used by one thread.
 */
final class Talk {

    /** Some ten minutes of trying. */
    private static final int MOST_TRIES = 60;

    private final ServerApi api;
    private final Screen screen;
    private final String token;
    private final String session;
    private final Conversation conversation;
    private final ClientFrames frames;
    private final Line line;
    private final Resending resending;
    private boolean cancelling;
    private boolean somethingFailed;
    private boolean over;

    Talk(ServerApi api, Screen screen, String token, ServerApi.History history, Line line, Resending resending) {
        this.api = api;
        this.screen = screen;
        this.token = token;
        this.session = history.session();
        this.conversation = new Conversation(history.lastSeq());
        this.frames = new ClientFrames(session);
        this.line = line;
        this.resending = resending;
        line.connect(token);
    }

    /** Says something, now or when there is a connection. */
    void say(String text) {
        if (!conversation.isWaiting()) {
            cancelling = false;
        }
        String id = UUID.randomUUID().toString();
        conversation.say(id, text);
        line.send(frames.userMessage(id, text));
    }

    /** Wants the answer stopped; false if that was asked for before, or if there is none. */
    boolean cancel() {
        if (cancelling || !conversation.isWaiting()) {
            return false;
        }
        cancelling = true;
        sendCancel();
        return true;
    }

    private void sendCancel() {
        line.send(frames.cancel(conversation.openReply()));
    }

    /** Whether something of ours is still to be acknowledged or answered. */
    boolean isWaiting() {
        return conversation.isWaiting();
    }

    /** Whether a message was refused or an answer failed. */
    boolean somethingFailed() {
        return somethingFailed;
    }

    /** Whether nothing more can come of it. */
    boolean isOver() {
        return over;
    }

    /** How long until {@link #tick} may have something to do. */
    Duration untilDue() {
        return line.untilDue();
    }

    /** Does what is due. */
    void tick() {
        line.tick(token);
        if (resending.isDue()) {
            sendUnacknowledged();
        }
    }

    /** The connection is there. */
    void opened(SocketLink link) {
        if (line.isCurrent(link)) {
            line.opened();
            line.send(frames.resume(conversation.resume()));
            sendUnacknowledged();
            if (cancelling && conversation.isWaiting()) {
                sendCancel();
            }
        }
    }

    /** The connection works. */
    void alive(SocketLink link) {
        if (line.isCurrent(link)) {
            line.heard();
        }
    }

    private void sendUnacknowledged() {
        conversation.unacknowledged().forEach((id, text) -> line.send(frames.userMessage(id, text)));
    }

    /** The connection is gone. */
    void lost(SocketLink link, int status) {
        if (!line.isCurrent(link)) {
            return;
        }
        switch (status) {
            case 401, 4401 -> giveUp("signed out: the server does not know us any more");
            case 403, 4403 -> giveUp("this account may not chat here");
            case 404, 4404 -> giveUp("there is no such conversation");
            default -> {
                if (line.tries() == 0) {
                    screen.note("connection lost, trying again");
                }
                line.lost();
                if (line.tries() > MOST_TRIES) {
                    giveUp("the server can't be reached");
                }
            }
        }
    }

    private void giveUp(String why) {
        screen.note(why);
        somethingFailed = true;
        over = true;
    }

    /** The server said something. */
    void heard(SocketLink link, String text) throws InterruptedException {
        if (!line.isCurrent(link)) {
            return;
        }
        line.heard();
        try {
            Frame frame = FrameParser.parse(text);
            if (frame instanceof Frame.Connected) {
                line.works();
            }
            for (Effect effect : conversation.hear(frame)) {
                apply(effect);
            }
        } catch (IllegalArgumentException e) {
            screen.note("the server said something that makes no sense: " + e.getMessage());
            line.leave(Duration.ofSeconds(1));
        }
    }

    private void apply(Effect effect) throws InterruptedException {
        switch (effect) {
            case Effect.Append(String text) -> screen.append(text);
            case Effect.Replace(String text) -> screen.replace(text);
            case Effect.End(Frame.How how, String errorCode) -> end(how, errorCode);
            case Effect.Said(String from, String text) -> screen.said(from, text);
            case Effect.Complain complain -> complain(complain.message() + " " + complain.details());
            case Effect.SendAgain() -> sendAgain();
            case Effect.Resync() -> line.leave(Duration.ofMillis(100));
            case Effect.Reload() -> reload();
            case Effect.ComeBack(long after) -> {
                screen.note("the server restarts, coming back");
                line.leave(Duration.ofMillis(after));
            }
            case Effect.Gone() -> giveUp("this conversation was deleted");
        }
    }

    private void end(Frame.How how, @Nullable String errorCode) {
        cancelling = false;
        resending.reset();
        somethingFailed |= how == Frame.How.FAILED || how == Frame.How.INTERRUPTED;
        screen.end(how, errorCode);
    }

    /** Tells that something did not work. */
    void complain(String text) {
        somethingFailed = true;
        screen.note(text);
    }

    private void sendAgain() {
        if (!resending.plan()) {
            complain("the server does not take the message");
            conversation.unacknowledged().clear();
        }
    }

    private void reload() throws InterruptedException {
        try {
            ServerApi.History history = api.read(token, session);
            for (Effect effect : conversation.reloaded(history.lastSeq(), history.messages())) {
                apply(effect);
            }
            conversation.open(history.openReplies());
        } catch (IOException | ServerRefusal e) {
            screen.note("the history can't be read: " + e.getMessage());
            line.leave(Duration.ofSeconds(2));
        }
    }

    /** Shows the newest messages. */
    void showHistory() throws InterruptedException {
        try {
            show(api.read(token, session).messages(), screen);
        } catch (IOException | ServerRefusal e) {
            screen.note("the history can't be read: " + e.getMessage());
        }
    }

    static void show(List<Past> messages, Screen screen) {
        messages.forEach(message -> screen.said(message.from(), message.text()));
    }

    void close() {
        line.close();
    }
}
