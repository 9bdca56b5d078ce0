package dev.parley.bootstrap;

import dev.parley.bootstrap.terminal.ChatOptions;
import dev.parley.bootstrap.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody who types into {@code parley chat}, through pipes. */
final class TestTerminal {

    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private TestTerminal() {}

    /** Lines typed here are messages, each answered before the next is sent. */
    static TestTerminal open(int port, Path tokens, @Nullable String session) throws IOException {
        return open(port, tokens, session, null, false);
    }

    /** Lines typed here are sent at once, and Ctrl-C is taken. */
    static TestTerminal openInteractive(int port, Path tokens) throws IOException {
        return open(port, tokens, null, null, true);
    }

    /** Somebody who was given a token. */
    static TestTerminal openAs(String token, int port, Path tokens) throws IOException {
        return open(port, tokens, null, token, false);
    }

    private static TestTerminal open(
            int port, Path tokens, @Nullable String session, @Nullable String token, boolean interactive)
            throws IOException {
        TestTerminal terminal = new TestTerminal();
        PipedInputStream input = new PipedInputStream(terminal.keyboard);
        URI server = URI.create("http://127.0.0.1:" + port);
        ChatOptions options = new ChatOptions(server, session, token, tokens, interactive);
        Thread.ofVirtual().start(() -> terminal.run(options, input));
        return terminal;
    }

    private void run(ChatOptions options, PipedInputStream input) {
        try {
            exit.complete(Terminal.chat(options, input, stream(answers), stream(notes)));
        } catch (InterruptedException | RuntimeException e) {
            exit.completeExceptionally(e);
        }
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    void type(String line) throws IOException {
        keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Nothing more is typed; waits for the exit code. */
    int end() throws Exception {
        keyboard.close();
        return awaitExit();
    }

    /** Waits for the exit code. */
    int awaitExit() throws Exception {
        return exit.get(120, TimeUnit.SECONDS);
    }

    String answers() {
        return answers.toString(StandardCharsets.UTF_8);
    }

    String notes() {
        return notes.toString(StandardCharsets.UTF_8);
    }

    /** The conversation it told of first. */
    String session() {
        return notes().replaceFirst("(?s).*?\\[conversation ([0-9a-f-]{36})].*", "$1");
    }
}
