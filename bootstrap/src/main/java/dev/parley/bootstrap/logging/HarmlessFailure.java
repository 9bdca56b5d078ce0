package dev.parley.bootstrap.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import org.jspecify.annotations.Nullable;

/** A failure whose messages, and those of its causes, are {@link Harmless}: each stays on the line it belongs to. */
final class HarmlessFailure implements IThrowableProxy {

    private final IThrowableProxy failure;

    private HarmlessFailure(IThrowableProxy failure) {
        this.failure = failure;
    }

    /** Its trace, on as many lines as it has steps. */
    static String trace(IThrowableProxy failure) {
        return Harmless.lines(ThrowableProxyUtil.asString(new HarmlessFailure(failure)));
    }

    @Override
    public @Nullable String getMessage() {
        return shown(failure.getMessage());
    }

    @Override
    public @Nullable String getOverridingMessage() {
        return shown(failure.getOverridingMessage());
    }

    @Override
    public String getClassName() {
        return Harmless.line(failure.getClassName());
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return failure.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return failure.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        IThrowableProxy cause = failure.getCause();
        return cause == null ? null : new HarmlessFailure(cause);
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        IThrowableProxy[] suppressed = failure.getSuppressed();
        IThrowableProxy[] harmless = new IThrowableProxy[suppressed == null ? 0 : suppressed.length];
        for (int i = 0; i < harmless.length; i++) {
            harmless[i] = new HarmlessFailure(suppressed[i]);
        }
        return harmless;
    }

    @Override
    public boolean isCyclic() {
        return failure.isCyclic();
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : Harmless.line(text);
    }
}
