package dev.parley.bootstrap.terminal;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Takes Ctrl-C instead of letting it end the process. Java has this only in a class that may be missing, so it is looked
 * up at run time; without it Ctrl-C ends the process as usual.
 */
final class ControlC {

    private ControlC() {}

    /**
     * Takes it from now on.
     *
     * @return gives it back to whoever had it before
     */
    static Runnable handle(Runnable pressed) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            Object before = handle.invoke(null, interrupt, handling(handler, pressed));
            return () -> giveBack(handle, interrupt, before);
        } catch (ReflectiveOperationException e) {
            return () -> {}; // as usual, then
        }
    }

    private static Object handling(Class<?> handler, Runnable pressed) {
        return Proxy.newProxyInstance(
                handler.getClassLoader(),
                new Class<?>[] {handler},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> "Ctrl-C";
                    default -> {
                        pressed.run();
                        yield null;
                    }
                });
    }

    private static void giveBack(Method handle, Object interrupt, Object before) {
        try {
            handle.invoke(null, interrupt, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("what was taken can't be given back", e);
        }
    }
}
