package dev.parley.bootstrap;

import java.time.Duration;

/** Ends the process in good order when it is told to: with code 0, because leaving when asked is no failure. */
final class Stopping {

    /** Far beyond all that has a limit of its own. */
    private static final Duration AT_MOST = Duration.ofMinutes(3);

    private Stopping() {}

    /** From now on SIGTERM, SIGINT and {@code System.exit} close the server first. */
    static void onSignal(ChatServer server) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("stopping").unstarted(() -> stop(server)));
    }

    private static void stop(ChatServer server) {
        Thread.ofPlatform().daemon().name("stopping-limit").start(Stopping::giveUpAfterAWhile);
        server.close();
        // A JVM that was signalled ends with 143 otherwise; there are no other hooks to wait for.
        Runtime.getRuntime().halt(ExitCode.DONE);
    }

    private static void giveUpAfterAWhile() {
        try {
            Thread.sleep(AT_MOST);
        } catch (InterruptedException e) {
            return; // nobody waits any more
        }
        Runtime.getRuntime().halt(ExitCode.FAILED);
    }
}
