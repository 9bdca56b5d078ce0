package dev.parley.bootstrap.process;

import java.io.IOException;

/** Signals to processes that Java has no method for. */
public final class Signals {

    private Signals() {}

    /** Sends a signal by its short name, such as STOP. Blocks until it is sent. */
    public static void send(String signal, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + signal + " " + pid + " ended with " + code);
        }
    }
}
