package dev.parley.bootstrap;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs the command named by the arguments, and ends with its exit code. */
    public static void main(String[] args) {
        if (Boolean.getBoolean("parley.stopWithParent")) {
            stopWithParent();
        }
        // Answers may hold any character, whatever the locale says.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(System.getenv(), Path.of(""), System.in, out, err);
        System.exit(CommandLines.run(surroundings, args));
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
