package dev.parley.bootstrap.terminal;

import java.lang.reflect.Proxy;

/**
 * Takes Ctrl-C instead of letting it end the process. Java has this only in a class that may be missing, so it is looked
 * up at run time; without it Ctrl-C ends the process as usual.
 */
final class ControlC {

    private ControlC() {}

    static void handle(Runnable pressed) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
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
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            signal.getMethod("handle", signal, handler).invoke(null, interrupt, handling);
        } catch (ReflectiveOperationException e) {
            return; // as usual, then
        }
    }
}
