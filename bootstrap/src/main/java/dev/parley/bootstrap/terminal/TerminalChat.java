package dev.parley.bootstrap.terminal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A chat in the terminal, from the first prompt to the exit code. Used by one thread; signals come from any. */
final class TerminalChat {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int INTERRUPTED = 130;

    private static final Duration LOOK_UP = Duration.ofMillis(500);

    private final ChatOptions options;
    private final ServerApi api;
    private final Account account;
    private final Screen screen;
    private final BiFunction<URI, Consumer<Signal>, Line> lines;
    private final Resending resending;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    /** Typed lines that are not obeyed yet. */
    private final Queue<String> typed = new ArrayDeque<>();

    private boolean inputEnded;
    private boolean prompted;
    private @Nullable Integer exit;

    /** @param lines makes the line to an address, which tells what happens to it */
    TerminalChat(
            ChatOptions options,
            ServerApi api,
            Account account,
            Screen screen,
            BiFunction<URI, Consumer<Signal>, Line> lines,
            Resending resending) {
        this.options = options;
        this.api = api;
        this.account = account;
        this.screen = screen;
        this.lines = lines;
        this.resending = resending;
    }

    /** Something happened. From any thread. */
    void signal(Signal signal) {
        signals.add(signal);
    }

    /** Talks until somebody leaves or nothing more can come. Blocks. Gives the exit code. */
    int run() throws InterruptedException {
        try {
            ServerApi.History start = enter();
            Talk.show(start.messages(), screen);
            return talk(start);
        } catch (IOException e) {
            screen.note("can't talk to " + options.server() + ": " + reason(e));
            return FAILED;
        } catch (ServerRefusal e) {
            screen.note("the server refuses: " + e.getMessage());
            return FAILED;
        }
    }

    /** Finds or makes the session. A guest that the server does not know any more becomes a new one. */
    private ServerApi.History enter() throws IOException, InterruptedException {
        try {
            return find(account.token());
        } catch (ServerRefusal e) {
            if (e.status() != 401 || !account.isRenewable()) {
                throw e;
            }
            account.renew();
            return find(account.token());
        }
    }

    private ServerApi.History find(String token) throws IOException, InterruptedException {
        return options.session() == null ? api.create(token) : api.read(token, options.session());
    }

    private int talk(ServerApi.History start) throws IOException, InterruptedException {
        Talk talk = begin(start);
        try {
            while (exit == null) {
                Duration atMost = talk.untilDue().compareTo(LOOK_UP) < 0 ? talk.untilDue() : LOOK_UP;
                Signal signal = signals.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
                if (signal != null) {
                    take(signal, talk);
                }
                talk.tick();
                talk = obeyTyped(talk);
                considerTheEnd(talk);
            }
            return exit;
        } finally {
            talk.close();
        }
    }

    private Talk begin(ServerApi.History start) throws IOException, InterruptedException {
        screen.note("conversation " + start.session());
        Line line = lines.apply(api.socketOf(start.session()), this::signal);
        return new Talk(api, screen, account.token(), start, line, resending);
    }

    private void take(Signal signal, Talk talk) throws InterruptedException {
        switch (signal) {
            case Signal.Opened(SocketLink link) -> talk.opened(link);
            case Signal.Heard(SocketLink link, String text) -> talk.heard(link, text);
            case Signal.Alive(SocketLink link) -> talk.alive(link);
            case Signal.Lost(SocketLink link, int status) -> talk.lost(link, status);
            case Signal.Line(String text) -> take(text, talk);
            case Signal.EndOfInput() -> inputEnded = true;
            case Signal.Interrupt() -> interrupt(talk);
        }
    }

    private void take(String line, Talk talk) {
        if (Command.of(line).filter(Command.CANCEL::equals).isPresent()) {
            talk.cancel();
        } else if (!line.isBlank()) {
            typed.add(line);
        }
        prompted = false;
    }

    private void interrupt(Talk talk) {
        if (!talk.cancel()) {
            exit = INTERRUPTED;
        }
    }

    /** Whoever sits there may say more before the answer is there; a list of questions is answered one by one. */
    private Talk obeyTyped(Talk talk) throws IOException, InterruptedException {
        Talk current = talk;
        while (!typed.isEmpty() && exit == null && (options.interactive() || !current.isWaiting())) {
            current = obey(typed.remove(), current);
        }
        return current;
    }

    private Talk obey(String line, Talk talk) throws IOException, InterruptedException {
        Command command = Command.of(line).orElse(null);
        if (command == null) {
            say(line, talk);
            return talk;
        }
        switch (command) {
            case CANCEL -> talk.cancel();
            case HISTORY -> talk.showHistory();
            case HELP -> screen.tell(Command.help());
            case QUIT -> exit = DONE;
            case NEW -> {
                return another(talk);
            }
        }
        return talk;
    }

    private Talk another(Talk talk) throws IOException, InterruptedException {
        try {
            ServerApi.History start = api.create(account.token());
            talk.close();
            return begin(start);
        } catch (IOException | ServerRefusal e) {
            talk.complain("no new conversation: " + e.getMessage());
            return talk;
        }
    }

    private void say(String line, Talk talk) {
        if (options.interactive() && line.startsWith("/")) {
            screen.note("there is no " + line.strip().split("\\s", 2)[0] + "; /help shows what there is");
        } else {
            talk.say(line);
        }
    }

    private void considerTheEnd(Talk talk) {
        boolean idle = typed.isEmpty() && !talk.isWaiting();
        if (talk.isOver()) {
            exit = FAILED;
        } else if (inputEnded && (idle || options.interactive())) {
            exit = talk.somethingFailed() && !options.interactive() ? FAILED : DONE;
        } else if (idle && !prompted && exit == null) {
            prompted = true;
            screen.prompt();
        }
    }

    private static String reason(IOException e) {
        return e instanceof ConnectException ? "nobody answers there. Is the server running?" : e.toString();
    }
}
