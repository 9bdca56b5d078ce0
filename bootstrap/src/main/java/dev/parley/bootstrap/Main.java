package dev.parley.bootstrap;

import java.util.concurrent.CountDownLatch;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs the command named by the arguments. */
    public static void main(String[] args) throws InterruptedException {
        System.out.println("parley " + String.join(" ", args) + " on Java " + Runtime.version());
        if (args.length == 1 && args[0].equals("serve")) {
            new CountDownLatch(1).await();
        }
    }
}
