package dev.parley.bootstrap;

import dev.parley.adapter.llm.LlmAdapter;
import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.redis.RedisAdapter;
import dev.parley.adapter.rest.RestAdapter;
import dev.parley.adapter.websocket.WebSocketAdapter;
import dev.parley.application.ChatEngine;
import dev.parley.application.local.DemoLanguageModel;
import dev.parley.application.local.TimeOrderedIds;
import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.usecase.UseCases;
import dev.parley.bootstrap.settings.NodeSettings;
import dev.parley.bootstrap.settings.Settings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server. {@link #start} composes it: reading it from top to bottom is reading the deployment. Closing runs
 * backwards, slowly where people would notice.
 */
final class ChatServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);
    private static final String PAGES = "META-INF/parley-web";
    private static final Duration SOCKETS_LEAVE_WITHIN = Duration.ofSeconds(5);
    private static final Duration REQUESTS_END_WITHIN = Duration.ofSeconds(5);

    private final Closers parts;
    private final HttpHost host;
    private final String address;
    private final AtomicBoolean closing;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ChatServer(Closers parts, HttpHost host, String address, AtomicBoolean closing) {
        this.parts = parts;
        this.host = host;
        this.address = address;
        this.closing = closing;
    }

    /**
     * Starts a server. Blocks until it takes requests. If anything fails on the way, what was opened is closed again.
     *
     * @throws StartFailure if something outside prevents it, in words for people
     */
    static ChatServer start(Settings settings, String version) {
        var parts = new Closers();
        try {
            return start(settings, version, parts);
        } catch (RuntimeException e) {
            parts.closeAfter(e);
            throw e;
        }
    }

    private static ChatServer start(Settings settings, String version, Closers parts) {
        var clock = InstantSource.system();
        var random = new SecureRandom();
        IdGenerator ids = new TimeOrderedIds(clock, random);
        var closing = new AtomicBoolean();

        DataFolder folder = parts.add(DataFolder.open(settings.node().dataDir()));
        MssqlAdapter store = parts.add(Wiring.openStore(settings));
        @Nullable
        RedisAdapter redis =
                settings.redis() == null ? null : parts.add(RedisAdapter.open(Wiring.redis(settings.redis())));
        @Nullable
        LlmAdapter llm = settings.model().baseUrl() == null
                ? null
                : parts.add(LlmAdapter.open(
                        Wiring.llm(settings.model(), settings.model().baseUrl())));

        ChatEngine.Builder builder = ChatEngine.builder()
                .clock(clock)
                .ids(ids)
                .store(store.sessions(), store.conversations(), store.replies(), store.leases())
                .assistants(settings.chat().assistants())
                .policies(Wiring.policies(settings, nodeName(settings.node(), folder, ids)));
        if (redis != null) {
            builder.bus(redis.eventBus());
        }
        if (llm == null) {
            builder.model("demo", new DemoLanguageModel(clock, settings.model().demoSpeed()));
        } else {
            builder.model(llm.modelName(), llm.model());
        }
        ChatEngine engine = parts.add(builder.start());
        UseCases useCases = engine.useCases();

        byte[] secret = SecretKey.find(settings.node().secret(), folder, random);
        Authentication guests = new SignedGuests(
                new TokenSeal(secret, "guests"), settings.chat().guestsValidFor(), ids, clock);

        WebSocketAdapter sockets = parts.add(new WebSocketAdapter(
                new WebSocketAdapter.Ports(
                        guests,
                        useCases.followSession(),
                        useCases.sendMessage(),
                        useCases.cancelReply(),
                        useCases.markRead()),
                Wiring.sockets(settings.web()),
                System::nanoTime,
                random));
        RestAdapter rest = parts.add(new RestAdapter(
                new RestAdapter.Ports(
                        guests,
                        useCases.createSession(),
                        useCases.changeSession(),
                        useCases.readSessions(),
                        useCases.readHistory(),
                        useCases.markRead(),
                        useCases.sendMessage(),
                        useCases.cancelReply(),
                        useCases.followSession(),
                        useCases.readAssistants()),
                dependencies(store, redis, llm, closing),
                Wiring.rest(settings, version),
                ids::next));
        HttpHost host = HttpHost.start(
                HttpHostConfig.standard(settings.http().host(), settings.http().port()),
                rest.handler(),
                rest.paths(),
                new WebPages(ChatServer.class.getClassLoader(), PAGES),
                sockets::attach);
        sockets.start();
        parts.add(() -> stop(host, engine, rest, sockets));

        String address = "http://" + settings.http().host() + ":" + host.port();
        LOG.info(
                "Parley {} listens on {}, keeps everything in {}, asks {}",
                version,
                address,
                store.database().name(),
                llm == null ? "the demo model" : llm.description());
        Wiring.warnOfPlainHttp(settings, LOG);
        return new ChatServer(parts, host, address, closing);
    }

    private static String nodeName(NodeSettings node, DataFolder folder, IdGenerator ids) {
        String name = node.name();
        return name == null ? folder.keepText("node-id", () -> "node-" + ids.next()) : name;
    }

    private static List<RestAdapter.Dependency> dependencies(
            MssqlAdapter store, @Nullable RedisAdapter redis, @Nullable LlmAdapter llm, AtomicBoolean closing) {
        var all = new ArrayList<RestAdapter.Dependency>();
        all.add(new RestAdapter.Dependency("server", true, () -> Wiring.condition(!closing.get())));
        all.add(new RestAdapter.Dependency("database", true, () -> Wiring.condition(store.ready())));
        if (redis != null) {
            all.add(new RestAdapter.Dependency("redis", false, () -> Wiring.condition(Wiring.answers(redis))));
        }
        if (llm != null) {
            // Configured is all that can be said without asking it, and asking costs money.
            all.add(new RestAdapter.Dependency("model", false, () -> RestAdapter.Condition.UP));
        }
        return all;
    }

    /** Replies first, while people still read them; then requests and sockets; then the port. */
    private static void stop(HttpHost host, ChatEngine engine, RestAdapter rest, WebSocketAdapter sockets) {
        host.stop(REQUESTS_END_WITHIN, () -> {
            engine.close();
            rest.close();
            try {
                if (!sockets.drain(SOCKETS_LEAVE_WITHIN)) {
                    LOG.info("{} sockets did not leave in time and are cut", sockets.connections());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The port it listens on. */
    int port() {
        return host.port();
    }

    /** Where people find it. */
    String address() {
        return address;
    }

    /** Waits until it is closed. */
    void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Stops in good order. Blocks; idempotent. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            LOG.info("Stopping: no new work, running replies end or are handed back");
            parts.close();
            LOG.info("Stopped");
            closed.countDown();
        }
    }
}
