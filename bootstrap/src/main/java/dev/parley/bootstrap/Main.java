package dev.parley.bootstrap;

import java.util.concurrent.CountDownLatch;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs the command named by the arguments. */
    public static void main(String[] args) throws InterruptedException {
        if (Boolean.getBoolean("parley.stopWithParent")) {
            stopWithParent();
        }
        System.out.println("parley " + String.join(" ", args) + " on Java " + Runtime.version());
        if (args.length == 1 && args[0].equals("serve")) {
            new CountDownLatch(1).await();
        }
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
