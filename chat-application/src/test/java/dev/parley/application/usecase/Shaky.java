package dev.parley.application.usecase;

import dev.parley.application.port.out.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Stores that break when the test wants it: before they have done what was asked, or after. */
final class Shaky {

    /** When a call breaks. */
    enum When {
        BEFORE,
        AFTER
    }

    private final ReadWriteLock callLock = new ReentrantReadWriteLock();
    private final Map<String, When> troubles = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, List<Object>> arguments = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> broken = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> done = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> waiting = new ConcurrentHashMap<>();
    private final Set<String> refusing = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> refusingAlways = ConcurrentHashMap.newKeySet();

    /** Calls of this method throw {@code Unavailable} from now on; those under way are over when this returns. */
    void breaks(String method, When when) {
        callLock.writeLock().lock();
        try {
            troubles.put(method, when);
        } finally {
            callLock.writeLock().unlock();
        }
    }

    /** Calls of this method wait from now on, and are done when it heals. */
    void hangs(String method) {
        hanging.put(method, new CountDownLatch(1));
    }

    /** The next call of this method throws {@code Broken}. */
    void refusesOnce(String method) {
        refusing.add(method);
    }

    /** The next call of this method throws an error of the kind nobody expects. */
    void failsGravelyOnce(String method) {
        failing.add(method);
    }

    /** Calls of this method throw {@code Broken} from now on. */
    void refuses(String method) {
        refusingAlways.add(method);
    }

    void heals(String method) {
        troubles.remove(method);
        refusingAlways.remove(method);
        CountDownLatch hung = hanging.remove(method);
        if (hung != null) {
            hung.countDown();
        }
    }

    /** Waits until a call of this method broke. */
    void awaitBroken(String method) throws InterruptedException {
        await(counter(broken, method), 1, method);
    }

    /** Waits until so many more calls of this method went well. */
    void awaitDone(String method, int calls) throws InterruptedException {
        Semaphore counter = counter(done, method);
        counter.drainPermits();
        await(counter, calls, method);
    }

    private static void await(Semaphore calls, int many, String method) throws InterruptedException {
        if (!calls.tryAcquire(many, 20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody called " + method);
        }
    }

    /** How many calls of this method had to wait so far because it hangs. */
    int waited(String method) {
        return waiting.computeIfAbsent(method, absent -> new AtomicInteger()).get();
    }

    /** How often this method was called so far. */
    int calls(String method) {
        return calls.getOrDefault(method, new AtomicInteger()).get();
    }

    /** What this method was called with last. */
    List<Object> arguments(String method) {
        return arguments.getOrDefault(method, List.of());
    }

    /** Whether a call of this method broke that nobody waited for yet. */
    boolean brokenAgain(String method) {
        return counter(broken, method).tryAcquire();
    }

    private static Semaphore counter(Map<String, Semaphore> counters, String method) {
        return counters.computeIfAbsent(method, name -> new Semaphore(0));
    }

    <T> T over(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, given) -> callUnderLock(store, method, given)));
    }

    private Object callUnderLock(Object store, Method method, Object[] given) throws Throwable {
        callLock.readLock().lock();
        try {
            return call(store, method, given);
        } finally {
            callLock.readLock().unlock();
        }
    }

    private Object call(Object store, Method method, Object[] given) throws Throwable {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError(method.getName() + " was called by an interrupted thread");
        }
        String name = method.getName();
        calls.computeIfAbsent(name, same -> new AtomicInteger()).incrementAndGet();
        arguments.put(name, given == null ? List.of() : Arrays.asList(given));
        CountDownLatch hung = hanging.get(name);
        if (hung != null) {
            waiting.computeIfAbsent(name, absent -> new AtomicInteger()).incrementAndGet();
            hung.await();
        }
        if (refusing.remove(name) || refusingAlways.contains(name)) {
            counter(broken, name).release();
            throw new StoreException.Broken(name, new IllegalStateException("the test wants it"));
        }
        if (failing.remove(name)) {
            throw new AssertionError("the test wants it");
        }
        When when = troubles.get(name);
        if (when == When.BEFORE) {
            throw trouble(name);
        }
        Object answer;
        try {
            answer = method.invoke(store, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (when == When.AFTER) {
            throw trouble(name);
        }
        counter(done, name).release();
        return answer;
    }

    private StoreException trouble(String name) {
        counter(broken, name).release();
        return new StoreException.Unavailable(name, new IllegalStateException("the test wants it"));
    }
}
