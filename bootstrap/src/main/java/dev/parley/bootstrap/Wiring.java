package dev.parley.bootstrap;

import dev.parley.adapter.llm.LlmConfig;
import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.adapter.redis.RedisAdapter;
import dev.parley.adapter.redis.RedisConfig;
import dev.parley.adapter.rest.RestAdapter;
import dev.parley.adapter.rest.RestConfig;
import dev.parley.adapter.websocket.WebSocketConfig;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.usecase.Policies;
import dev.parley.bootstrap.settings.DatabaseSettings;
import dev.parley.bootstrap.settings.ModelSettings;
import dev.parley.bootstrap.settings.RedisSettings;
import dev.parley.bootstrap.settings.Secret;
import dev.parley.bootstrap.settings.Settings;
import dev.parley.bootstrap.settings.WebSettings;
import dev.parley.domain.message.MessageRules;
import dev.parley.domain.reply.StreamPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Turns settings into what each part wants to know. */
final class Wiring {

    private Wiring() {}

    static MssqlAdapter openStore(Settings settings) {
        try {
            return MssqlAdapter.open(
                    database(settings.database(), settings.node().dataDir()));
        } catch (StoreException e) {
            throw new StartFailure("The database can't be used: " + e.getMessage(), e);
        }
    }

    private static MssqlConfig database(DatabaseSettings database, Path dataDir) {
        String url = database.url();
        MssqlConfig basis =
                url == null ? MssqlConfig.embedded(dataDir) : MssqlConfig.of(url, "", MssqlConfig.Secret.NONE);
        String user = database.user();
        Secret password = database.password();
        return new MssqlConfig(
                basis.url(),
                user == null ? basis.user() : user,
                password == null ? basis.password() : new MssqlConfig.Secret(password.value()),
                database.schema(),
                database.poolSize(),
                database.connectTimeout(),
                MssqlConfig.DEFAULT_LOCK_TIMEOUT,
                database.queryTimeout());
    }

    static RedisConfig redis(RedisSettings redis) {
        return new RedisConfig(redis.url(), redis.timeout(), redis.poolSize());
    }

    static LlmConfig llm(ModelSettings model, URI baseUrl) {
        ModelSettings.Limits limits = model.limits();
        LlmConfig.Limits standard = LlmConfig.Limits.STANDARD;
        Secret key = model.apiKey();
        return LlmConfig.of(baseUrl, key == null ? null : new LlmConfig.Secret(key.value()), model.model())
                .withLimits(new LlmConfig.Limits(
                        limits.connect(),
                        limits.firstToken(),
                        limits.idle(),
                        limits.total(),
                        standard.lineBytes(),
                        standard.bodyBytes()));
    }

    /** The use cases' own limits are a little wider than the adapter's, whose errors say more. */
    static Policies policies(Settings settings, String node) {
        ModelSettings.Limits limits = settings.model().limits();
        StreamPolicy standard = StreamPolicy.STANDARD;
        Policies policies = Policies.standard(node);
        return new Policies(
                new MessageRules(settings.chat().longestMessage()),
                new StreamPolicy(
                        limits.firstToken().plusSeconds(2),
                        limits.idle().plusSeconds(2),
                        limits.total().plusSeconds(2),
                        settings.model().longestReply(),
                        standard.largestPiece(),
                        standard.checkpointEvery(),
                        standard.checkpointAfter()),
                policies.estimator(),
                node,
                settings.node().replies(),
                policies.leaseTimeToLive(),
                policies.sweepEvery(),
                policies.compareEvery(),
                policies.undoWithin(),
                settings.chat().eventsKept(),
                settings.node().grace());
    }

    static WebSocketConfig sockets(WebSettings web) {
        WebSettings.Connections most = web.connections();
        return WebSocketConfig.STANDARD
                .withAllowedOrigins(web.allowedOrigins())
                .withTrustedProxies(web.trustedProxies())
                .withLimits(new WebSocketConfig.Limits(most.perUser(), most.perAddress(), most.all()));
    }

    static RestConfig rest(Settings settings, String version) {
        RestConfig standard = RestConfig.standard(version);
        WebSettings web = settings.web();
        URI publicUrl = web.publicUrl();
        return new RestConfig(
                version,
                standard.websocketPath(),
                publicUrl,
                !web.trustedProxies().isEmpty(),
                web.allowedOrigins(),
                standard.largestBody(),
                settings.chat().guestsValidFor(),
                publicUrl != null && "https".equals(publicUrl.getScheme()),
                standard.keepAlive(),
                standard.longestWait());
    }

    static RestAdapter.Condition condition(boolean up) {
        return up ? RestAdapter.Condition.UP : RestAdapter.Condition.DOWN;
    }

    static boolean answers(RedisAdapter redis) {
        try {
            return redis.answers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Cookies and texts can be read on the way, unless a proxy of ours ends TLS. */
    static void warnOfPlainHttp(Settings settings, Logger log) {
        @Nullable URI publicUrl = settings.web().publicUrl();
        boolean behindTls = publicUrl != null && "https".equals(publicUrl.getScheme());
        if (!behindTls && !isLoopback(settings.http().host())) {
            log.warn(
                    "Plain HTTP on {}: put a proxy with TLS before it, or listen on 127.0.0.1",
                    settings.http().host());
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
