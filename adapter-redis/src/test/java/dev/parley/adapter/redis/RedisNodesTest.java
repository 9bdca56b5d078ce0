package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Samples.aKey;
import static dev.parley.adapter.redis.Samples.keyOf;
import static dev.parley.adapter.redis.Samples.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes and the Redis between them. */
class RedisNodesTest {

    private static TestRedis redis;

    private TestNode one;
    private TestNode other;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void openNodes() throws InterruptedException {
        one = TestNode.of(redis.config());
        other = TestNode.of(redis.config());
        Wait.untilConnected(one, other);
    }

    @AfterEach
    void closeNodes() {
        one.close();
        other.close();
    }

    @Test
    void what_one_node_announces_the_other_hears() throws InterruptedException {
        SessionKey key = aKey();
        Announcement announcement = renamed(key, 1);

        other.listen(key);
        one.announce(announcement);

        assertThat(other.next()).isEqualTo(announcement);
    }

    // Whoever listens to all hears what other tests announce, too.
    private static void onlyOf(SessionKey key, Announcement announcement, TestNode node) {
        if (announcement.key().equals(key)) {
            node.heard().add(announcement);
        }
    }

    @Test
    void nobody_hears_anything_twice() throws InterruptedException {
        SessionKey key = aKey();
        List<Announcement> all = new ArrayList<>();

        one.listen(key);
        other.listen(key);
        one.bus().listenToAll(announcement -> onlyOf(key, announcement, one)).close();
        for (int seq = 1; seq <= 50; seq++) {
            all.add(renamed(key, seq));
            one.announce(all.getLast());
        }

        for (Announcement expected : all) {
            assertThat(one.next()).isEqualTo(expected);
            assertThat(other.next()).isEqualTo(expected);
        }
        other.announce(renamed(key, 51));
        assertThat(one.next()).isEqualTo(renamed(key, 51));
        assertThat(other.next()).isEqualTo(renamed(key, 51));
    }

    @Test
    void a_session_of_the_same_id_in_another_tenant_is_another() throws InterruptedException {
        SessionKey key = keyOf("acme");
        SessionKey foreign = new SessionKey(new TenantId("acme.evil"), key.session());

        other.listen(key);
        one.announce(renamed(foreign, 1));
        one.announce(renamed(key, 2));

        assertThat(other.next()).isEqualTo(renamed(key, 2));
    }

    @Test
    void who_listens_to_all_hears_every_session_of_every_node() throws InterruptedException {
        SessionKey key = keyOf("a");
        SessionKey foreign = keyOf("b");

        other.bus().listenToAll(other.heard()::add);
        one.announce(renamed(key, 1));
        one.announce(renamed(foreign, 1));

        assertThat(other.next()).isEqualTo(renamed(key, 1));
        assertThat(other.next()).isEqualTo(renamed(foreign, 1));
    }

    @Test
    void who_comes_back_to_a_session_hears_it_again() throws InterruptedException {
        SessionKey key = aKey();

        other.listen(key).close();
        other.listen(key).close();
        other.listen(key);
        one.announce(renamed(key, 1));

        assertThat(other.next()).isEqualTo(renamed(key, 1));
    }

    @Test
    void one_listener_that_leaves_does_not_take_the_channel_along() throws InterruptedException {
        SessionKey key = aKey();

        Listening leaving = other.listen(key);
        other.listen(key);
        leaving.close();
        leaving.close();
        one.announce(renamed(key, 1));

        assertThat(other.next()).isEqualTo(renamed(key, 1));
        assertThat(other.heard()).isEmpty();
    }

    @Test
    void a_listener_that_blocks_delays_only_itself() throws InterruptedException {
        SessionKey key = aKey();
        CountDownLatch forever = new CountDownLatch(1);

        other.bus().listen(key, announcement -> awaitForever(forever));
        one.bus().listen(key, announcement -> awaitForever(forever));
        other.listen(key);
        for (int seq = 1; seq <= 3; seq++) {
            one.announce(renamed(key, seq));
            assertThat(other.next()).isEqualTo(renamed(key, seq));
        }
        forever.countDown();
    }

    @Test
    void what_somebody_else_says_in_our_channels_harms_nobody() throws InterruptedException {
        SessionKey key = aKey();

        other.listen(key);
        try (RedisConnections stranger = new RedisConnections(redis.config())) {
            stranger.call(client -> client.publish(Channels.of(key), "not even JSON"));
            stranger.call(client -> client.publish(Channels.of(key), "{}"));
        }
        one.announce(renamed(key, 1));

        assertThat(other.next()).isEqualTo(renamed(key, 1));
    }

    private static void awaitForever(CountDownLatch forever) {
        try {
            forever.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
