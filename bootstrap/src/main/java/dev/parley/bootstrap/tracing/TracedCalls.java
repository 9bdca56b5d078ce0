package dev.parley.bootstrap.tracing;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Makes spans of the calls of a store that belong to one, by the method's name. What the server asks by itself makes none. */
final class TracedCalls implements InvocationHandler {

    private final Object store;
    private final String name;
    private final String database;
    private final Spans spans;

    private TracedCalls(Object store, String name, String database, Spans spans) {
        this.store = store;
        this.name = name;
        this.database = database;
        this.spans = spans;
    }

    /** A port's implementation, traced. */
    static <T> T around(Class<T> port, T store, String database, Spans spans) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                new TracedCalls(store, port.getSimpleName(), database, spans)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        SpanContext parent = Current.span();
        return parent == null || method.getDeclaringClass() == Object.class
                ? called(method, arguments)
                : traced(parent, method, arguments);
    }

    private @Nullable Object traced(SpanContext parent, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Span span = spans.beneath(parent, name + "." + method.getName())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(Names.DATABASE, database)
                .startSpan();
        try {
            return called(method, arguments);
        } catch (RuntimeException | Error e) {
            Spans.failed(span, e);
            throw e;
        } finally {
            span.end();
        }
    }

    private @Nullable Object called(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw requireNonNull(e.getCause());
        }
    }
}
