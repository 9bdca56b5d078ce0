package dev.parley.application.usecase;

import dev.parley.application.port.out.ConversationStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A store that takes its time when somebody looks whether a summary is due. */
final class HeldLooks {

    private final Semaphore held = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean holding = true;

    ConversationStore over(ConversationStore store) {
        return (ConversationStore) Proxy.newProxyInstance(
                store.getClass().getClassLoader(),
                new Class<?>[] {ConversationStore.class},
                (proxy, method, arguments) -> call(store, method, arguments));
    }

    /** Waits until so many are held. */
    void awaitHeld(int many) throws InterruptedException {
        if (!held.tryAcquire(many, 20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody looked");
        }
    }

    /** Those who come from now on are not held; the others stay. */
    void letOthersPass() {
        holding = false;
    }

    void release() {
        released.countDown();
    }

    private Object call(ConversationStore store, Method method, Object[] arguments) throws Throwable {
        if (holding
                && method.getName().equals("window")
                && Thread.currentThread().getName().equals("parley-summary")) {
            held.release();
            released.await();
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
