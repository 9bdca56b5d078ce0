package dev.parley.adapter.websocket;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.glassfish.tyrus.spi.WriterInfo;

/**
 * Tyrus' way out to one Grizzly connection. Never blocks. Every write is answered, also when the connection is lost:
 * Grizzly fails what is queued when the connection is terminated.
 *
 * <p>While nothing waits, a frame goes straight to the channel. Through Grizzly it would pass a direct buffer that is
 * kept for each thread, as large as the largest frame ever, and here every connection has a thread. Only what the
 * channel does not take is left to Grizzly's queue.
 *
 * <p>Knows how long the client has taken nothing. Pongs are left out while some wait, so that a client that pings and
 * does not read fills no queue.
 */
final class SocketWriter extends Writer {

    private static final int MOST_PONGS = 16;
    private static final int AT_ONCE = 64 * 1024;

    private final Connection<SocketAddress> connection;
    private final boolean encrypted;
    private final LongSupplier nanoTime;
    private final Runnable onClose;
    private final ReentrantLock order = new ReentrantLock();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong bytesWaiting = new AtomicLong();
    private final AtomicInteger pongsWaiting = new AtomicInteger();
    private volatile long progressAt;

    SocketWriter(Connection<SocketAddress> connection, boolean encrypted, LongSupplier nanoTime, Runnable onClose) {
        this.connection = connection;
        this.encrypted = encrypted;
        this.nanoTime = nanoTime;
        this.onClose = onClose;
    }

    @Override
    public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> handler, WriterInfo info) {
        boolean pong = info.getMessageType() == WriterInfo.MessageType.PONG;
        if (pong && pongsWaiting.get() >= MOST_PONGS) {
            handler.completed(frame);
        } else {
            write(frame, new Written(frame, handler, pong));
        }
    }

    @Override
    public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> handler) {
        write(frame, new Written(frame, handler, false));
    }

    private void write(ByteBuffer frame, Written written) {
        order.lock();
        try {
            if (!connection.isOpen()) {
                written.failed(new IOException("the connection is closed"));
            } else if (!encrypted && nothingWaits() && goesAtOnce(frame)) {
                written.done();
            } else {
                enqueue(encrypted ? frame : direct(frame), written);
            }
        } catch (IOException e) {
            connection.terminateSilently();
            written.failed(e);
        } finally {
            order.unlock();
        }
    }

    private boolean nothingWaits() {
        return ((NIOConnection) connection).getAsyncWriteQueue().spaceInBytes() == 0;
    }

    /** Writes what the channel takes; false if something is left. */
    private boolean goesAtOnce(ByteBuffer frame) throws IOException {
        SocketChannel channel = (SocketChannel) ((NIOConnection) connection).getChannel();
        int end = frame.limit();
        boolean takes = true;
        while (takes && frame.position() < end) {
            frame.limit(Math.min(end, frame.position() + AT_ONCE));
            channel.write(frame);
            takes = !frame.hasRemaining();
        }
        frame.limit(end);
        return takes;
    }

    private void enqueue(ByteBuffer rest, Written written) {
        if (waiting.get() == 0) {
            progressAt = nanoTime.getAsLong();
        }
        written.begin(rest.remaining());
        connection.write(Buffers.wrap(connection.getMemoryManager(), rest), written);
    }

    /** A direct buffer is written as it is, by whatever thread. */
    private static ByteBuffer direct(ByteBuffer rest) {
        return ByteBuffer.allocateDirect(rest.remaining()).put(rest).flip();
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

    /** How much was handed over and is not with the operating system yet, what was not taken at once counted whole. */
    long bytesWaiting() {
        return bytesWaiting.get();
    }

    private final class Written extends EmptyCompletionHandler<WriteResult<Buffer, SocketAddress>> {

        private final ByteBuffer frame;
        private final CompletionHandler<ByteBuffer> handler;
        private final boolean pong;
        private int size;

        Written(ByteBuffer frame, CompletionHandler<ByteBuffer> handler, boolean pong) {
            this.frame = frame;
            this.handler = handler;
            this.pong = pong;
        }

        void begin(int bytes) {
            size = bytes;
            waiting.incrementAndGet();
            bytesWaiting.addAndGet(size);
            pongsWaiting.addAndGet(pong ? 1 : 0);
        }

        private void settle() {
            if (size > 0) {
                waiting.decrementAndGet();
                bytesWaiting.addAndGet(-size);
                pongsWaiting.addAndGet(pong ? -1 : 0);
            }
        }

        void done() {
            progressAt = nanoTime.getAsLong();
            settle();
            handler.completed(frame);
        }

        @Override
        public void updated(WriteResult<Buffer, SocketAddress> result) {
            progressAt = nanoTime.getAsLong();
        }

        @Override
        public void completed(WriteResult<Buffer, SocketAddress> result) {
            done();
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
