package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.contract.SessionCacheContract;
import dev.parley.application.fake.TcpProxy;
import dev.parley.application.local.EnvelopeVault;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.MasterKeys;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.Standing;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisSessionCacheTest extends SessionCacheContract {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final UserId ADA = new UserId("ada");
    private static TestRedis redis;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TcpProxy proxy;
    private RedisConnections connections;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void connect() throws Exception {
        proxy = TcpProxy.to(redis.port());
        connections = new RedisConnections(TestRedis.config(proxy.port()));
        connections.call(client -> client.flushAll());
        open.add(proxy);
        open.add(connections);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @Override
    protected SessionCache open() {
        return cache(PlainVault.INSTANCE);
    }

    private RedisSessionCache cache(Vault vault) {
        var asker = new Asker(connections, Duration.ofSeconds(2));
        RedisSessionCache cache = RedisSessionCache.over(connections, asker, vault, KEPT);
        open.add(asker);
        open.add(cache);
        return cache;
    }

    @Override
    protected void loseBackend() {
        proxy.refuse();
    }

    private static SessionSnapshot saying(SessionKey key, String text) {
        var session = new Session(
                key.session(),
                key.tenant(),
                ADA,
                "Countess Lovelace",
                "en",
                null,
                AssistantName.STANDARD,
                null,
                "{}",
                Standing.ACTIVE,
                Samples.AT,
                Samples.AT);
        var message = new Message(
                new MessageId(key.session().value()),
                key.session(),
                new Content.FromUser(text, ADA, new ClientMessageId("c")),
                "{}",
                Samples.AT,
                new Place(new Position(1), new Seq(2), new Turn(1), null, true),
                1);
        return new SessionSnapshot(new Stored(session, new Seq(2), 1, null), List.of(message), new Seq(2));
    }

    private static void awaitFound(SessionCache cache, SessionSnapshot snapshot) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(cache.find(snapshot.key())).contains(snapshot));
    }

    private Map<String, String> kept(SessionKey key) throws InterruptedException {
        return connections.call(client -> client.hgetAll(SessionSender.keyOf(key)));
    }

    @Test
    void what_is_kept_is_in_one_key_that_does_not_stay() throws Exception {
        SessionKey key = Samples.aKey();
        SessionCache cache = open();
        cache.keep(saying(key, "hello"));
        awaitFound(cache, saying(key, "hello"));

        Set<String> keys = connections.call(client -> client.keys("parley:recent:*"));

        assertThat(keys).containsExactly("parley:recent:{acme:" + key.session() + "}");
        assertThat(connections.<Long>call(client -> client.pttl(SessionSender.keyOf(key))))
                .isBetween(1L, KEPT.toMillis());
    }

    @Test
    void an_event_takes_the_texts_away() throws Exception {
        SessionKey key = Samples.aKey();
        SessionCache cache = open();
        cache.keep(saying(key, "hello"));
        awaitFound(cache, saying(key, "hello"));
        MessageId added = Samples.anId();

        cache.appended(List.of(new RecordedEvent(
                key, new Seq(3), Samples.AT, new SessionEvent.MessageAdded(added, MessageType.USER), null)));

        await().atMost(LONG).untilAsserted(() -> assertThat(kept(key)).isEqualTo(Map.of("head", "3")));
        assertThat(cache.find(key)).isEmpty();
    }

    @Test
    void with_a_master_key_redis_sees_no_word() throws Exception {
        SessionKey key = Samples.aKey();
        Vault vault = sealing();
        SessionCache cache = cache(vault);

        cache.keep(saying(key, "a secret word"));
        awaitFound(cache, saying(key, "a secret word"));

        assertThat(kept(key).toString()).doesNotContain("secret", "Lovelace", "ada");
        awaitFound(cache(vault), saying(key, "a secret word"));
    }

    @Test
    void what_was_sealed_for_one_session_opens_for_no_other() throws Exception {
        SessionKey key = Samples.aKey();
        SessionKey abroad = new SessionKey(Samples.keyOf("globex").tenant(), key.session());
        SessionKey other = Samples.aKey();
        SessionCache cache = cache(sealing());
        cache.keep(saying(key, "mine"));
        awaitFound(cache, saying(key, "mine"));

        for (SessionKey stolen : List.of(abroad, other)) {
            Map<String, String> fields = kept(key);
            connections.call(client -> client.hset(SessionSender.keyOf(stolen), fields));

            assertThat(cache.find(stolen)).isEmpty();
        }
    }

    @Test
    void without_the_master_key_nothing_is_found() {
        SessionKey key = Samples.aKey();
        SessionCache cache = cache(sealing());
        cache.keep(saying(key, "mine"));
        awaitFound(cache, saying(key, "mine"));

        assertThat(open().find(key)).isEmpty();
        assertThat(cache(sealing()).find(key)).isEmpty();
    }

    @Test
    void what_somebody_else_puts_there_is_not_found() throws Exception {
        SessionKey key = Samples.aKey();
        SessionCache cache = open();

        for (String nonsense : List.of("", "not even JSON", "{}", "{\"head\":1,\"header\":{},\"newest\":7}")) {
            connections.call(client -> client.hset(SessionSender.keyOf(key), "session", nonsense));

            assertThat(cache.find(key)).as(nonsense).isEmpty();
        }
    }

    @Test
    void while_redis_hangs_nobody_waits_twice_and_it_comes_back_by_itself() throws Exception {
        SessionKey key = Samples.aKey();
        SessionCache cache = open();
        cache.keep(saying(key, "hello"));
        awaitFound(cache, saying(key, "hello"));

        proxy.freeze();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<SessionSnapshot>>> asked = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                asked.add(threads.submit(() -> {
                    cache.keep(saying(Samples.aKey(), "more"));
                    return cache.find(key);
                }));
            }
            for (Future<Optional<SessionSnapshot>> one : asked) {
                assertThat(one.get()).isEmpty();
            }
        }
        proxy.thaw();

        SessionSnapshot later = saying(Samples.aKey(), "later");
        await().atMost(LONG).untilAsserted(() -> {
            cache.keep(later);
            assertThat(cache.find(later.key())).contains(later);
        });
    }

    @Test
    void a_redis_that_is_full_remembers_nothing_and_harms_nobody() throws Exception {
        SessionKey key = Samples.aKey();
        try (TestRedis full = TestRedis.started();
                var toFull = new RedisConnections(full.config());
                var asker = new Asker(toFull, Duration.ofSeconds(2));
                var cache = RedisSessionCache.over(toFull, asker, PlainVault.INSTANCE, KEPT)) {
            toFull.call(client -> client.configSet("maxmemory", "1"));
            cache.keep(saying(key, "hello"));
            assertThat(cache.find(key)).isEmpty();

            toFull.call(client -> client.configSet("maxmemory", "0"));

            await().atMost(LONG).untilAsserted(() -> {
                cache.keep(saying(key, "hello"));
                assertThat(cache.find(key)).contains(saying(key, "hello"));
            });
        }
    }

    private static Vault sealing() {
        InstantSource clock = InstantSource.system();
        var masters = new MasterKeys(List.of(new byte[MasterKeys.KEY_BYTES]));
        return EnvelopeVault.open(InMemoryStores.empty(clock).dataKeys(), masters, new SecureRandom(), clock);
    }
}
