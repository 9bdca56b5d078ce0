package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.UserBusContract;
import dev.parley.application.fake.RecordingListener;
import dev.parley.application.port.out.UserBus;
import dev.parley.application.port.out.UserKey;
import dev.parley.application.port.out.UserNews;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisUserBusTest extends UserBusContract {

    private static final UserNews NEWS =
            new UserNews.MuchChanged(new UserKey(new TenantId("acme"), new UserId("grace")));

    private final TestRedis redis = TestRedis.started();
    private final TestNode one = TestNode.of(redis.config());
    private final TestNode other = TestNode.of(redis.config());

    @Override
    protected UserBus openBus() {
        Wait.untilConnected(one, other);
        return one.userBus();
    }

    @Override
    protected UserBus openBusOfAnotherNode() {
        return other.userBus();
    }

    @Override
    protected void loseBackend() {
        try {
            redis.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_somebody_else_says_in_our_channel_harms_nobody() throws InterruptedException {
        var listener = new RecordingListener<UserNews>();
        other.userBus().listen(listener);

        try (RedisConnections stranger = new RedisConnections(redis.config())) {
            stranger.call(client -> client.publish(Channels.USERS, "not even JSON"));
            stranger.call(client -> client.publish(
                    Channels.USERS,
                    "{\"kind\":\"much_changed\",\"node\":\"x\",\"tenant\":\"No Tenant\",\"user\":\"ada\"}"));
        }
        one.userBus().tell(NEWS);

        assertThat(listener.next()).isEqualTo(NEWS);
    }

    @Test
    void own_news_need_no_redis_and_those_of_others_come_again_after_a_restart() throws Exception {
        var here = new RecordingListener<UserNews>();
        var there = new RecordingListener<UserNews>();
        one.userBus().listen(here);
        other.userBus().listen(there);

        redis.stop();
        one.userBus().tell(NEWS);
        assertThat(here.next()).isEqualTo(NEWS);
        redis.startAgain();
        Wait.untilConnected(one, other);
        one.userBus().tell(NEWS);

        assertThat(there.next()).isEqualTo(NEWS);
    }

    @AfterEach
    void closeAll() throws IOException {
        one.close();
        other.close();
        redis.close();
    }
}
