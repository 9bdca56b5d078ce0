package dev.parley.adapter.websocket;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.glassfish.tyrus.spi.WriterInfo;

/**
 * Tyrus' way out to one Grizzly connection. Never blocks. Every write is answered, also when the connection is lost:
 * Grizzly fails what is queued when the connection is terminated.
 *
 * <p>Knows how long the client has taken nothing. Pongs are left out while some wait, so that a client that pings and
 * does not read fills no queue.
 */
final class SocketWriter extends Writer {

    private static final int MOST_PONGS = 16;

    private final Connection<SocketAddress> connection;
    private final LongSupplier nanoTime;
    private final Runnable onClose;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong bytesWaiting = new AtomicLong();
    private final AtomicInteger pongsWaiting = new AtomicInteger();
    private volatile long progressAt;

    SocketWriter(Connection<SocketAddress> connection, LongSupplier nanoTime, Runnable onClose) {
        this.connection = connection;
        this.nanoTime = nanoTime;
        this.onClose = onClose;
    }

    @Override
    public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler, WriterInfo info) {
        boolean pong = info.getMessageType() == WriterInfo.MessageType.PONG;
        if (pong && pongsWaiting.get() >= MOST_PONGS) {
            handler.completed(buffer);
        } else {
            write(buffer, handler, pong);
        }
    }

    @Override
    public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {
        write(buffer, handler, false);
    }

    private void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler, boolean pong) {
        if (!connection.isOpen()) {
            handler.failed(new IOException("the connection is closed"));
            return;
        }
        if (waiting.getAndIncrement() == 0) {
            progressAt = nanoTime.getAsLong();
        }
        if (pong) {
            pongsWaiting.incrementAndGet();
        }
        bytesWaiting.addAndGet(buffer.remaining());
        Buffer message = Buffers.wrap(connection.getMemoryManager(), buffer);
        connection.write(message, new Written(buffer, handler, pong));
    }

    /** Tyrus has said all it had to say. */
    @Override
    public void close() {
        onClose.run();
    }

    /** For how long the client has taken nothing of what waits for it; 0 if nothing waits. */
    long stalledFor(long now) {
        return waiting.get() == 0 ? 0 : now - progressAt;
    }

    /** How much was handed over and is not with the operating system yet, whole frames counted. */
    long bytesWaiting() {
        return bytesWaiting.get();
    }

    private final class Written extends EmptyCompletionHandler<WriteResult<Buffer, SocketAddress>> {

        private final ByteBuffer buffer;
        private final CompletionHandler<ByteBuffer> handler;

        private final boolean pong;
        private final int size;

        Written(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler, boolean pong) {
            this.buffer = buffer;
            this.handler = handler;
            this.pong = pong;
            this.size = buffer.remaining();
        }

        private void settle() {
            waiting.decrementAndGet();
            bytesWaiting.addAndGet(-size);
            if (pong) {
                pongsWaiting.decrementAndGet();
            }
        }

        @Override
        public void updated(WriteResult<Buffer, SocketAddress> result) {
            progressAt = nanoTime.getAsLong();
        }

        @Override
        public void completed(WriteResult<Buffer, SocketAddress> result) {
            progressAt = nanoTime.getAsLong();
            settle();
            handler.completed(buffer);
        }

        @Override
        public void cancelled() {
            settle();
            handler.cancelled();
        }

        @Override
        public void failed(Throwable failure) {
            settle();
            handler.failed(failure);
        }
    }
}
