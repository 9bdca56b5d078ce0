package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.contract.PresenceContract;
import dev.parley.application.fake.TcpProxy;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.Presence.Member;
import dev.parley.application.port.out.Presence.Sighting;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** Two nodes with a real Redis between them, whose clock is in the test's hand. */
class RedisPresenceTest extends PresenceContract {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final SessionKey HERE = Samples.keyOf("acme");
    private static final Member ADA = new Member(new UserId("ada"), Role.USER);
    private static final Member GRACE = new Member(new UserId("grace"), Role.AGENT);

    private final AtomicLong millis = new AtomicLong(1_900_000_000_000L);
    private final AtomicLong nanos = new AtomicLong();
    private final RedisPresence.Time time = new RedisPresence.Time(
            new PresenceKeeper.Pace(Duration.ofMillis(20), Duration.ZERO), millis::toString, nanos::get);
    private final TestRedis redis = TestRedis.started();
    private final TestNode one = TestNode.of(redis.config());
    private final TestNode other = TestNode.of(redis.config());

    @Override
    protected Presence open() {
        Wait.untilConnected(one, other);
        return one.presence(time);
    }

    @Override
    protected Presence openOnAnotherNode() {
        return other.presence(time);
    }

    @Override
    protected void loseBackend() {
        try {
            redis.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        one.close();
        other.close();
        redis.close();
    }

    private static AtomicReference<Set<Member>> watch(TestNode node, SessionKey session) {
        var present = new AtomicReference<Set<Member>>(Set.of());
        node.presence().watch(session, sighting -> {
            if (sighting instanceof Sighting.Present(var members)) {
                present.set(members);
            }
        });
        return present;
    }

    private static void awaitPresent(AtomicReference<Set<Member>> seen, Member... members) {
        await().atMost(LONG).untilAsserted(() -> assertThat(seen.get()).containsExactlyInAnyOrder(members));
    }

    private static void awaitOnline(TestNode node, Member... members) {
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(node.presence().online(HERE.tenant())).containsExactlyInAnyOrder(members));
    }

    private void pass(Duration passed) {
        nanos.addAndGet(passed.toNanos());
        millis.addAndGet(passed.toMillis());
    }

    @Test
    void the_people_of_a_node_that_died_are_gone_within_30_seconds_and_not_before_it_counts_as_dead() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(redis.port());
                TestNode dying = TestNode.of(TestRedis.config(proxy.port()))) {
            dying.presence(time).enter(HERE, GRACE);
            one.presence().enter(HERE, ADA);
            AtomicReference<Set<Member>> seen = watch(one, HERE);
            awaitPresent(seen, ADA, GRACE);
            awaitOnline(one, ADA, GRACE);

            proxy.freeze();
            pass(RedisPresence.BELIEVED.minusSeconds(1));
            awaitSaidAllAgain();
            assertThat(seen.get()).containsExactlyInAnyOrder(ADA, GRACE);

            pass(Duration.ofSeconds(30).minus(RedisPresence.BELIEVED).plusSeconds(1));

            awaitPresent(seen, ADA);
            awaitOnline(one, ADA);
            proxy.thaw();
            awaitPresent(seen, ADA, GRACE);
        }
    }

    /** Until a visitor who came after it was seen on the other node, so that all was read again. */
    private void awaitSaidAllAgain() {
        SessionKey session = Samples.aKey();
        AtomicReference<Set<Member>> seen = watch(other, session);
        one.presence().enter(session, ADA);
        awaitPresent(seen, ADA);
    }

    @Test
    void what_changes_is_told_at_once_and_not_only_when_all_is_said_again() {
        var seldom = new RedisPresence.Time(
                new PresenceKeeper.Pace(Duration.ofMillis(20), Duration.ofHours(1)), millis::toString, nanos::get);
        try (TestNode lazy = TestNode.of(redis.config());
                TestNode watching = TestNode.of(redis.config())) {
            Wait.untilConnected(lazy, watching);
            Presence presence = lazy.presence(seldom);
            watching.presence(seldom);
            AtomicReference<Set<Member>> seen = watch(watching, HERE);

            for (int i = 0; i < 5; i++) {
                Presence.Stay ada = presence.enter(HERE, ADA);
                awaitPresent(seen, ADA);
                Presence.Stay grace = presence.enter(HERE, GRACE);
                awaitPresent(seen, ADA, GRACE);
                ada.close();
                awaitPresent(seen, GRACE);
                grace.close();
                awaitPresent(seen);
            }
        }
    }

    @Test
    void signs_of_life_come_often_enough() {
        Duration longest = RedisPresence.BELIEVED.plus(PresenceKeeper.Pace.STANDARD.all());

        assertThat(longest).isLessThan(Duration.ofSeconds(30));
        assertThat(PresenceKeeper.Pace.STANDARD.all().multipliedBy(3)).isLessThan(RedisPresence.BELIEVED);
    }

    @Test
    void a_node_that_leaves_in_order_takes_its_people_along_at_once() {
        one.presence().enter(HERE, ADA);
        other.presence().enter(HERE, GRACE);
        AtomicReference<Set<Member>> seen = watch(one, HERE);
        awaitPresent(seen, ADA, GRACE);
        awaitOnline(one, ADA, GRACE);

        other.presence().close();

        awaitPresent(seen, ADA);
        awaitOnline(one, ADA);
    }

    @Test
    void what_an_emptied_redis_forgot_comes_back_by_itself() throws Exception {
        one.presence().enter(HERE, ADA);
        other.presence().enter(HERE, GRACE);
        AtomicReference<Set<Member>> seen = watch(one, HERE);
        awaitPresent(seen, ADA, GRACE);
        awaitOnline(one, ADA, GRACE);

        one.connections().call(client -> client.flushAll());

        await().atMost(LONG).until(() -> keys().size() == 2);
        awaitPresent(seen, ADA, GRACE);
        awaitOnline(one, ADA, GRACE);
    }

    @Test
    void while_redis_is_away_a_node_has_its_own_people_and_afterwards_all_again() throws Exception {
        one.presence().enter(HERE, ADA);
        other.presence().enter(HERE, GRACE);
        AtomicReference<Set<Member>> seen = watch(one, HERE);
        awaitPresent(seen, ADA, GRACE);

        redis.stop();
        pass(RedisPresence.BELIEVED.plusMillis(1));
        awaitPresent(seen, ADA);
        awaitOnline(one, ADA);

        redis.startAgain();
        awaitPresent(seen, ADA, GRACE);
        awaitOnline(one, ADA, GRACE);
    }

    @Test
    void keys_are_made_of_tenants_and_sessions_and_do_not_stay() throws Exception {
        one.presence().enter(HERE, ADA);
        await().atMost(LONG).until(() -> keys().size() == 2);

        assertThat(keys()).containsExactlyInAnyOrder("parley:online:acme", "parley:present:acme:" + HERE.session());
        for (String key : keys()) {
            assertThat(one.connections().<Long>call(client -> client.pttl(key)))
                    .as(key)
                    .isBetween(1L, RedisPresence.BELIEVED.toMillis());
        }
    }

    private Set<String> keys() throws InterruptedException {
        return one.connections().call(client -> client.keys("parley:*")).stream()
                .filter(key -> !key.equals("parley:probe"))
                .collect(Collectors.toSet());
    }

    @Test
    void a_tenant_of_many_is_told_whole() {
        List<Member> many = IntStream.range(0, 1_234)
                .mapToObj(number -> new Member(new UserId("visitor-" + number), Role.USER))
                .toList();
        Map<UserId, Presence.Stay> stays = many.stream()
                .collect(Collectors.toMap(Member::user, member -> one.presence().enter(HERE.tenant(), member)));
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(other.presence().online(HERE.tenant())).hasSize(many.size()));

        stays.values().forEach(Presence.Stay::close);

        awaitOnline(other);
    }

    @Test
    void what_somebody_else_says_in_our_channels_and_puts_there_harms_nobody() throws Exception {
        AtomicReference<Set<Member>> seen = watch(other, HERE);
        try (RedisConnections stranger = new RedisConnections(redis.config())) {
            for (String payload :
                    List.of("not even JSON", "{}", "{\"kind\":\"typing\",\"node\":\"x\",\"user\":\"No User\"}")) {
                stranger.call(client -> client.publish(Channels.ofPresence(HERE), payload));
            }
            for (String entry : List.of("nonsense", "x|KING|ada", "x|USER|No User")) {
                stranger.call(client -> client.zadd(PresenceInRedis.keyOf(HERE), millis.get() + 60_000.0, entry));
            }
        }

        one.presence().enter(HERE, ADA);

        awaitPresent(seen, ADA);
    }

    @Test
    void the_clock_of_redis_is_the_one_that_counts_where_nobody_says_another() throws Exception {
        try (TestNode node = TestNode.of(redis.config())) {
            var tenant = new TenantId("globex");
            Presence presence = node.presence(new RedisPresence.Time(PresenceKeeper.Pace.STANDARD));
            presence.enter(tenant, ADA);

            await().atMost(LONG)
                    .until(() -> one.connections().<Long>call(client -> client.zcard("parley:online:globex")) == 1);
            double until = one.connections().call(client -> client.zscore("parley:online:globex", entryOf(client)));
            assertThat(until)
                    .isCloseTo(
                            System.currentTimeMillis() + (double) RedisPresence.BELIEVED.toMillis(),
                            Offset.offset(60_000.0));
        }
    }

    private static String entryOf(UnifiedJedis client) {
        return client.zrange("parley:online:globex", 0, 0).getFirst();
    }
}
