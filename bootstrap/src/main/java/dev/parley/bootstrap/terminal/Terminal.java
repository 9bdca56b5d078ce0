package dev.parley.bootstrap.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The streams a chat runs on. */
public final class Terminal {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private Terminal() {}

    /** Whether somebody sits there: input and output are a terminal's. */
    @SuppressWarnings("SystemConsoleNull") // on Java 21 it is null without a terminal
    public static boolean isInteractive() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** From Java 22 on there may be a console without a terminal, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // Java 21 has a console only where there is a terminal
        }
    }

    /** Where a user's tokens are kept. */
    public static Path tokenFolder(Map<String, String> environment, Path home) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return (config.isEmpty() ? home.resolve(".config") : Path.of(config)).resolve("parley");
    }

    /**
     * Chats until somebody leaves. Blocks.
     *
     * @param input what people type
     * @param answers where answers go
     * @param notes where everything else goes
     * @return the exit code: 0 if all went well, 1 if something did not, 130 after Ctrl-C
     */
    public static int chat(ChatOptions options, InputStream input, PrintStream answers, PrintStream notes)
            throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build();
        ServerApi api = new ServerApi(client, options.server());
        TerminalChat chat = new TerminalChat(
                options,
                api,
                new Account(api, new TokenFile(options.tokenFolder(), options.server()), options.token()),
                new Screen(answers, notes, options.interactive()),
                (address, signals) -> new Line(
                        client,
                        address,
                        signals,
                        System::nanoTime,
                        new Backoff(() -> ThreadLocalRandom.current().nextDouble())),
                new Resending(System::nanoTime));
        Thread.ofPlatform().daemon().name("input").start(() -> read(input, chat::signal));
        Runnable giveControlCBack =
                options.interactive() ? ControlC.handle(() -> chat.signal(new Signal.Interrupt())) : () -> {};
        try {
            return chat.run();
        } finally {
            giveControlCBack.run();
            client.shutdownNow();
        }
    }

    private static void read(InputStream input, Consumer<Signal> signals) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(input, Charset.defaultCharset()));
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                signals.accept(new Signal.Line(line));
            }
        } catch (IOException e) {
            // as if it had ended
        }
        signals.accept(new Signal.EndOfInput());
    }
}
