package dev.parley.adapter.redis;

import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.UserBus;
import dev.parley.application.port.out.UserNews;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * News of users over Redis' publish and subscribe, all in one channel: each node listens for whoever is with it, and there
 * are few. This node's own listeners are told without Redis.
 */
final class RedisUserBus implements UserBus, Ear {

    private static final Logger LOG = LoggerFactory.getLogger(RedisUserBus.class);

    private final UserNewsCodec codec;
    private final Exchange exchange;
    private final Set<Mailbox<UserNews>> members = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private RedisUserBus(UserNewsCodec codec, Exchange exchange) {
        this.codec = codec;
        this.exchange = exchange;
    }

    /** @param node unlike that of any other bus */
    static RedisUserBus over(Exchange exchange, String node) {
        var bus = new RedisUserBus(new UserNewsCodec(node), exchange);
        exchange.connect(Channels.USERS, bus);
        exchange.want(Channels.USERS);
        return bus;
    }

    @Override
    public void tell(UserNews news) {
        if (!closed) {
            tellHere(news);
            exchange.say(Channels.USERS, codec.encode(news));
        }
    }

    private void tellHere(UserNews news) {
        members.forEach(member -> member.put(news));
    }

    @Override
    public Listening listen(Consumer<UserNews> listener) {
        var mailbox = new Mailbox<UserNews>(
                news -> {
                    if (!closed) {
                        listener.accept(news);
                    }
                },
                members::remove);
        members.add(mailbox);
        exchange.awaitHeard(Channels.USERS);
        return mailbox;
    }

    @Override
    public void onChannel(String channel, String payload) {
        try {
            codec.decodeForeign(payload).ifPresent(this::tellHere);
        } catch (IllegalArgumentException e) {
            // A node of another version. Its listeners find out when they read the lists again.
            LOG.warn("News of a user can't be understood and are left out: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        members.clear();
    }
}
