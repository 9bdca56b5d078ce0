package dev.parley.bootstrap.metrics;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.StoreException;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times the calls of a store, by the method's name. One proxy in place of a dozen classes that would do the same: beside
 * a call of a database it costs nothing that could be measured.
 */
final class TimedCalls implements InvocationHandler {

    private final Object store;
    private final String name;
    private final Meters meters;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    private enum Outcome {
        DONE,
        UNAVAILABLE,
        BROKEN,
        FAILED
    }

    private record Kind(Method method, Outcome outcome) {}

    private TimedCalls(Object store, String name, Meters meters) {
        this.store = store;
        this.name = name;
        this.meters = meters;
    }

    /** A port's implementation, timed. */
    static <T> T around(Class<T> port, T store, Meters meters) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, new TimedCalls(store, port.getSimpleName(), meters)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(store, arguments);
        }
        long begun = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            Object result = method.invoke(store, arguments);
            outcome = Outcome.DONE;
            return result;
        } catch (InvocationTargetException e) {
            Throwable cause = requireNonNull(e.getCause());
            outcome = of(cause);
            throw cause;
        } finally {
            timers.computeIfAbsent(new Kind(method, outcome), this::timer)
                    .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    private static Outcome of(Throwable failure) {
        return switch (failure) {
            case StoreException.Unavailable ignored -> Outcome.UNAVAILABLE;
            case StoreException.Broken ignored -> Outcome.BROKEN;
            default -> Outcome.FAILED;
        };
    }

    private Timer timer(Kind kind) {
        return meters.timer(
                "store.call",
                "Calls of what is kept, each a transaction, with the wait for a connection.",
                Scale.NONE,
                "store",
                name,
                "call",
                kind.method().getName(),
                "outcome",
                Labels.of(kind.outcome()));
    }
}
