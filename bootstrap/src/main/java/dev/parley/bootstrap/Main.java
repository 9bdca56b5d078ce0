package dev.parley.bootstrap;

import dev.parley.bootstrap.settings.Configuration;
import java.nio.file.Path;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs the command named by the arguments. */
    public static void main(String[] args) throws InterruptedException {
        if (Boolean.getBoolean("parley.stopWithParent")) {
            stopWithParent();
        }
        if (args.length == 1 && args[0].equals("serve")) {
            serve();
        }
    }

    private static void serve() throws InterruptedException {
        Configuration configuration = Configuration.load(System.getenv(), null, Path.of(""));
        ChatServer server = ChatServer.start(configuration.settings(), "0.1.0");
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("parley-stop").unstarted(server::close));
        server.awaitClosed();
    }

    /** Leaves in good order when the process that started this one ends: the build tool that is killed tells nobody. */
    private static void stopWithParent() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> Thread.startVirtualThread(() -> {
                    parent.onExit().join();
                    System.exit(128 + 15);
                }));
    }
}
