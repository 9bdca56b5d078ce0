package dev.parley.adapter.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/** One life of a listening connection: from connecting until it breaks or is cut. */
final class Link extends JedisPubSub {

    /** Told how the connection fares, on its reading thread. */
    interface Observer {

        /** It is there and takes wishes. */
        void onEstablished(Link link);

        /** Redis sends us this channel or pattern from now on. */
        void onHeard(String channel);
    }

    private final Connection connection;
    private final BooleanSupplier rightPlace;
    private final Observer observer;
    private final Ear ear;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long lastSign = System.nanoTime();

    /**
     * A connection that listens soon.
     *
     * @param rightPlace whether what is said is still heard where the connection goes
     */
    Link(Connection connection, BooleanSupplier rightPlace, Observer observer, Ear ear) {
        this.connection = connection;
        this.rightPlace = rightPlace;
        this.observer = observer;
        this.ear = ear;
    }

    /** Connects and listens on the calling thread, until the connection ends; then throws what Jedis throws. */
    void run(Heartbeat heartbeat) {
        Thread.ofVirtual().name("redis-heartbeat").start(() -> watch(heartbeat));
        try {
            proceed(connection, Channels.SILENT);
        } finally {
            ended.countDown();
            cut();
        }
    }

    /** Ends it at once, from any thread, also while it is being read or written. */
    void cut() {
        RedisConnections.cut(connection);
    }

    /** Asks for channels. If that fails the connection is dead, and its reader finds out. */
    void listenTo(Collection<String> channels) {
        sending(() -> {
            for (String channel : channels) {
                if (channel.equals(Channels.ALL_SESSIONS)) {
                    psubscribe(channel);
                } else {
                    subscribe(channel);
                }
            }
        });
    }

    /** Asks for a channel no more. */
    void forget(String channel) {
        sending(() -> {
            if (channel.equals(Channels.ALL_SESSIONS)) {
                punsubscribe(channel);
            } else {
                unsubscribe(channel);
            }
        });
    }

    private void sending(Runnable command) {
        try {
            command.run();
        } catch (JedisException e) {
            cut();
        }
    }

    private void watch(Heartbeat heartbeat) {
        try {
            while (!ended.await(heartbeat.every().toNanos(), TimeUnit.NANOSECONDS)) {
                if (isSilent(heartbeat) || !rightPlace.getAsBoolean()) {
                    cut();
                } else if (isSubscribed()) {
                    sending(this::askForASign);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not by a ping: Jedis may read the answer before it knows of the question, and takes the connection for broken. */
    private void askForASign() {
        subscribe(Channels.PULSE);
    }

    private boolean isSilent(Heartbeat heartbeat) {
        return Duration.ofNanos(System.nanoTime() - lastSign).compareTo(heartbeat.silence()) > 0;
    }

    @Override
    public void onMessage(String channel, String payload) {
        sign();
        ear.onChannel(channel, payload);
    }

    @Override
    public void onPMessage(String pattern, String channel, String payload) {
        sign();
        ear.onPattern(payload);
    }

    @Override
    public void onSubscribe(String channel, int count) {
        sign();
        switch (channel) {
            case Channels.SILENT -> observer.onEstablished(this);
            case Channels.PULSE -> {} // a sign of life is all that was wanted
            default -> observer.onHeard(channel);
        }
    }

    @Override
    public void onPSubscribe(String pattern, int count) {
        sign();
        observer.onHeard(pattern);
    }

    private void sign() {
        lastSign = System.nanoTime();
    }
}
