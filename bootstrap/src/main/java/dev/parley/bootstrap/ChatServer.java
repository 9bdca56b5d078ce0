package dev.parley.bootstrap;

import dev.parley.adapter.llm.LlmProvidersAdapter;
import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.redis.RedisAdapter;
import dev.parley.application.ChatEngine;
import dev.parley.application.local.DemoLanguageModel;
import dev.parley.application.local.LocalFileStore;
import dev.parley.application.local.LocalMessageJournal;
import dev.parley.application.local.LocalPresence;
import dev.parley.application.local.LocalReplyLog;
import dev.parley.application.local.MasterKeyException;
import dev.parley.application.local.TimeOrderedIds;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.usecase.NodeRole;
import dev.parley.application.usecase.Repeating;
import dev.parley.bootstrap.identity.Identity;
import dev.parley.bootstrap.identity.PasswordCost;
import dev.parley.bootstrap.limits.BucketRateLimiter;
import dev.parley.bootstrap.metrics.Metrics;
import dev.parley.bootstrap.settings.HttpSettings;
import dev.parley.bootstrap.settings.NodeSettings;
import dev.parley.bootstrap.settings.Settings;
import dev.parley.bootstrap.tls.PinnedCertificate;
import dev.parley.bootstrap.tracing.Traces;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server. {@code start} composes it: reading it from top to bottom is reading the deployment. Closing runs
 * backwards, slowly where people would notice.
 */
final class ChatServer implements AutoCloseable {

    /** The file of signing keys in the data folder. */
    static final String KEYS_FILE = "signing-keys.json";

    private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);
    private static final Duration SOCKETS_LEAVE_WITHIN = Duration.ofSeconds(5);
    private static final Duration REQUESTS_END_WITHIN = Duration.ofSeconds(5);

    private final Closers parts;
    private final HttpHost host;
    private final HttpSettings http;
    private final List<String> routes;
    private final AtomicBoolean closing;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ChatServer(Closers parts, HttpHost host, HttpSettings http, List<String> routes, AtomicBoolean closing) {
        this.parts = parts;
        this.host = host;
        this.http = http;
        this.routes = routes;
        this.closing = closing;
    }

    /**
     * Starts a server. Blocks until it takes requests. If anything fails on the way, what was opened is closed again.
     *
     * @throws StartFailure if something outside prevents it, in words for people
     */
    static ChatServer start(Settings settings, String version) {
        return start(settings, version, PasswordCost.STANDARD);
    }

    /** The same with passwords that are hashed with more or less work. */
    static ChatServer start(Settings settings, String version, PasswordCost passwordCost) {
        return start(settings, version, passwordCost, storage -> storage);
    }

    /** The same with something put around what is kept. */
    static ChatServer start(
            Settings settings, String version, PasswordCost passwordCost, UnaryOperator<Storage> around) {
        var parts = new Closers();
        try {
            return start(settings, version, passwordCost, around, parts);
        } catch (StoreException e) {
            parts.closeAfter(e);
            throw new StartFailure("The database can't be used: " + e.getMessage(), e);
        } catch (MasterKeyException e) {
            parts.closeAfter(e);
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            parts.closeAfter(e);
            throw e;
        }
    }

    private static ChatServer start(
            Settings settings,
            String version,
            PasswordCost passwordCost,
            UnaryOperator<Storage> around,
            Closers parts) {
        var clock = NodeClock.system();
        var random = new SecureRandom();
        var ids = new TimeOrderedIds(clock, random);
        var closing = new AtomicBoolean();

        var moderation = ContentWiring.moderation(settings.content());
        var certificate = settings.http().tls().on()
                ? parts.add(Wiring.certificate(settings.http().tls()))
                : null;
        var folder = parts.add(DataFolder.open(settings.node().dataDir()));
        var node = nodeName(settings.node(), folder, ids);
        var measuring = parts.add(Metrics.begin(settings.metrics(), version, folder.path()));
        var tracing = parts.add(Traces.begin(settings.tracing(), version, node, ids, clock));
        var database = parts.add(MssqlAdapter.open(
                Wiring.database(settings),
                MasterKeyring.vault(settings.encryption(), random, clock),
                measuring.database()));
        var redis = settings.redis() == null
                ? null
                : parts.add(RedisAdapter.open(RedisWiring.config(settings.redis()), measuring.redis()));
        // A gateway asks nobody: the model it has below is never used.
        var llm = settings.model().providers().isEmpty() || !settings.node().is(NodeRole.WORKER)
                ? null
                : parts.add(LlmProvidersAdapter.open(
                        Wiring.llm(settings.model()), System::nanoTime, random, measuring.models()));

        var secret = SecretKey.find(settings.node().secret(), folder, random);
        var store = around.apply(Storage.over(
                        database,
                        Identity.auditChain(secret),
                        new LocalFileStore(folder.path().resolve("files")))
                .timed(measuring)
                .traced(tracing, database.database().name()));

        if (database.vault().isOn()) {
            parts.add(Repeating.start("data-keys", MasterKeyring.LOOK_EVERY, database.vault()::look));
        }

        var journal = parts.add(LocalMessageJournal.open(
                folder.path().resolve("journal"), store.vault(), Wiring.journalLimits(settings.database())));
        var alone = new BucketRateLimiter(settings.limits().rates(), BucketRateLimiter.MOST_BUCKETS, System::nanoTime);
        var limiter =
                measuring.limiter(redis == null ? alone : Wiring.limiterOverNodes(redis, settings.limits(), alone));
        var memory = parts.add(SessionMemory.open(folder, settings.cache()));
        var building = ChatEngine.builder()
                .clock(clock)
                .ids(ids)
                .store(store.sessions(), store.conversations(), store.replies(), store.leases())
                .journal(journal)
                .cache(memory.cache())
                .assistants(settings.chat().assistants())
                .preferences(store.preferences())
                .limiter(limiter)
                .audit(store.audit())
                .observer(measuring.chat())
                .policies(Wiring.policies(settings, node));
        if (moderation != null) {
            building.moderation(moderation);
        }
        if (redis != null) {
            building.bus(redis.eventBus())
                    .userBus(redis.userBus())
                    .presence(redis.presence(new LocalPresence()))
                    .replyLog(redis.replyLog(new LocalReplyLog(), store.vault()))
                    .queue(redis.workQueue());
            if (settings.cache().inRedis().isPositive()) {
                building.sharedCache(
                        redis.sessionCache(store.vault(), settings.cache().inRedis()));
            }
        }
        if (llm == null) {
            building.model(
                    "demo",
                    tracing.model(
                            "demo",
                            "demo",
                            new DemoLanguageModel(clock, settings.model().demoSpeed())));
        } else {
            building.model(llm.modelName(), tracing.model("openai", llm.modelName(), llm.model()));
        }
        var engine = parts.add(building.start());
        engine.useCases().warmUp(memory.before());
        measuring.watch(engine.useCases());
        memory.showIn(measuring, engine.useCases().cacheHits());
        measuring.watch(database);
        if (redis != null && settings.cache().inRedis().isPositive()) {
            RedisWiring.showCache(measuring, engine.useCases().sharedCacheHits());
        }
        if (llm != null) {
            measuring.watch(llm);
        }

        var here = new NodeParts(
                settings,
                version,
                node,
                folder,
                store,
                engine.useCases(),
                limiter,
                Health.of(settings.node().roles(), closing::get, database, engine.useCases(), redis, llm),
                measuring,
                tracing,
                ids,
                random,
                clock);
        var front = settings.node().is(NodeRole.GATEWAY)
                ? Gateway.open(here, secret, passwordCost, parts)
                : Front.ofHealth(here, parts);
        var host = HttpHost.start(
                HttpHostConfig.standard(settings.http().host(), settings.http().port()),
                front.rest().handler(),
                front.rest().paths(),
                front.pages(),
                listener -> {
                    if (certificate != null) {
                        certificate.protect(listener);
                    }
                    front.attach(listener);
                    listener.registerAddOn(Wiring.answerHeaders(settings));
                });
        front.start();
        parts.add(() -> stop(host, engine, front));
        var file = parts.add(ServerFile.in(
                folder,
                URI.create(
                        address(settings.http(), onThisMachine(settings.http().host()), host.port())),
                () -> certificate == null ? null : PinnedCertificate.pin(certificate.shown())));
        if (certificate != null) {
            certificate.whenChanged(file::write);
        }

        var server = new ChatServer(parts, host, settings.http(), front.rest().routes(), closing);
        server.tell(version, database, asked(settings.node(), llm));
        if (settings.node().is(NodeRole.GATEWAY)) {
            Wiring.warnOfPlainHttp(settings, LOG);
        }
        return server;
    }

    private void tell(String version, MssqlAdapter store, String model) {
        LOG.info(
                "Parley {} listens on {}, keeps everything in {}{}, asks {}; ready {} ms after the process began",
                version,
                address(),
                store.database().name(),
                store.vault().isOn() ? ", texts sealed" : "",
                model,
                sinceTheProcessBegan());
    }

    private static String asked(NodeSettings node, @Nullable LlmProvidersAdapter llm) {
        if (!node.is(NodeRole.WORKER)) {
            return "no model: it is a gateway";
        }
        return llm == null ? "the demo model" : llm.description();
    }

    private static String sinceTheProcessBegan() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start ->
                        Long.toString(Duration.between(start, Instant.now()).toMillis()))
                .orElse("some");
    }

    private static String nodeName(NodeSettings node, DataFolder folder, IdGenerator ids) {
        String name = node.name();
        return name == null ? folder.keepText("node-id", () -> "node-" + ids.next()) : name;
    }

    /** Replies first, while people still read them; then requests and sockets; then the port. */
    private static void stop(HttpHost host, ChatEngine engine, Front front) {
        host.stop(REQUESTS_END_WITHIN, () -> {
            engine.close();
            front.drain(SOCKETS_LEAVE_WITHIN);
        });
    }

    /** The port it listens on. */
    int port() {
        return host.port();
    }

    /** Every request its API answers. */
    List<String> routes() {
        return routes;
    }

    /** Where people find it. */
    String address() {
        return address(http, http.host(), port());
    }

    private static String address(HttpSettings http, String host, int port) {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return (http.tls().on() ? "https://" : "http://") + name + ":" + port;
    }

    /** What stands for every address is reached on this machine by its own. */
    private static String onThisMachine(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> host;
        };
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
