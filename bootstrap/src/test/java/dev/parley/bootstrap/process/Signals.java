package dev.parley.bootstrap.process;

import java.io.IOException;

/** What can be done to processes that Java has no method for. */
public final class Signals {

    private Signals() {}

    /** Sends a signal by its short name, such as STOP. Blocks until it is sent. */
    public static void send(String signal, long pid) throws IOException, InterruptedException {
        run("kill", "-" + signal, Long.toString(pid));
    }

    /** Limits how long files may become that a process writes: so many bytes, or {@code unlimited}. It can be taken back. */
    static void limitFiles(String bytes, long pid) throws IOException, InterruptedException {
        run("prlimit", "--pid", Long.toString(pid), "--fsize=" + bytes + ":unlimited");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }
}
