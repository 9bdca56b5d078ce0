package dev.parley.bootstrap;

import static java.util.Objects.requireNonNull;

import dev.parley.adapter.llm.LlmConfig;
import dev.parley.adapter.llm.LlmProvidersConfig;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.adapter.redis.RedisAdapter;
import dev.parley.adapter.redis.RedisRatesConfig;
import dev.parley.adapter.rest.RestAdapter;
import dev.parley.adapter.rest.RestConfig;
import dev.parley.adapter.websocket.WebSocketAdapter;
import dev.parley.adapter.websocket.WebSocketConfig;
import dev.parley.application.local.FixedEntrances;
import dev.parley.application.local.LocalMessageJournal;
import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.out.Entrances;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.port.out.Pictures;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.usecase.CleanupPolicy;
import dev.parley.application.usecase.Policies;
import dev.parley.application.usecase.UseCases;
import dev.parley.application.usecase.identity.IdentityPolicies;
import dev.parley.application.usecase.identity.IdentityPorts;
import dev.parley.application.usecase.identity.IdentityUseCases;
import dev.parley.bootstrap.doctor.Doctor;
import dev.parley.bootstrap.identity.Identity;
import dev.parley.bootstrap.identity.OperatorTokens;
import dev.parley.bootstrap.identity.PasswordCost;
import dev.parley.bootstrap.limits.NetworkAddress;
import dev.parley.bootstrap.settings.ChatSettings;
import dev.parley.bootstrap.settings.DatabaseSettings;
import dev.parley.bootstrap.settings.IdentitySettings;
import dev.parley.bootstrap.settings.LimitSettings;
import dev.parley.bootstrap.settings.ModelSettings;
import dev.parley.bootstrap.settings.Problem;
import dev.parley.bootstrap.settings.ProviderSettings;
import dev.parley.bootstrap.settings.RedisSettings;
import dev.parley.bootstrap.settings.Settings;
import dev.parley.bootstrap.settings.SettingsException;
import dev.parley.bootstrap.settings.TenantSettings;
import dev.parley.bootstrap.settings.TlsSettings;
import dev.parley.bootstrap.settings.WebSettings;
import dev.parley.bootstrap.tls.CertificateFiles;
import dev.parley.bootstrap.tls.KeystoreFile;
import dev.parley.bootstrap.tls.PemFiles;
import dev.parley.bootstrap.tls.ServerCertificate;
import dev.parley.bootstrap.tls.UnusableCertificateException;
import dev.parley.bootstrap.tracing.Tracing;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.MessageRules;
import dev.parley.domain.preference.ModelBounds;
import dev.parley.domain.reply.StreamPolicy;
import dev.parley.domain.text.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Turns settings into what each part wants to know. */
final class Wiring {

    private static final Duration CERTIFICATE_EVERY = Duration.ofSeconds(5);

    private Wiring() {}

    static MssqlConfig database(Settings settings) {
        return checked(
                "db.url", () -> database(settings.database(), settings.node().dataDir()));
    }

    private static MssqlConfig database(DatabaseSettings database, Path dataDir) {
        String url = database.url();
        MssqlConfig basis = url == null ? MssqlConfig.embedded(dataDir) : MssqlConfig.of(url, "", Secret.NONE);
        String user = database.user();
        Secret password = database.password();
        return new MssqlConfig(
                basis.url(),
                user == null ? basis.user() : user,
                password == null ? basis.password() : password,
                database.schema(),
                database.poolSize(),
                database.connectTimeout(),
                MssqlConfig.DEFAULT_LOCK_TIMEOUT,
                database.queryTimeout());
    }

    static LocalMessageJournal.Limits journalLimits(DatabaseSettings database) {
        return new LocalMessageJournal.Limits(database.journalMessages(), LocalMessageJournal.Limits.STANDARD.bytes());
    }

    /** Opened here, since its files are all there is to configure. */
    static ServerCertificate certificate(TlsSettings tls) {
        CertificateFiles files = certificateFiles(tls);
        try {
            var certificate = ServerCertificate.open(files);
            certificate.watch(CERTIFICATE_EVERY);
            return certificate;
        } catch (UnusableCertificateException e) {
            String key = tls.keystore() == null ? "http.tls.certificate" : "http.tls.keystore";
            throw new SettingsException(List.of(new Problem(key, null, String.valueOf(e.getMessage()), null)));
        }
    }

    /** What there is to be looked at. */
    static Doctor.Parts examined(Settings settings) {
        RedisSettings redis = settings.redis();
        TlsSettings tls = settings.http().tls();
        // Its file of keys is looked at here: there is nothing else to be examined.
        Object unused = MasterKeyring.masters(settings.encryption());
        return new Doctor.Parts(
                database(settings),
                redis == null ? null : RedisWiring.config(redis),
                tls.on() ? certificateFiles(tls) : null);
    }

    private static CertificateFiles certificateFiles(TlsSettings tls) {
        Path keystore = tls.keystore();
        if (keystore != null) {
            Secret password = tls.keystorePassword();
            return new KeystoreFile(keystore, password == null ? "" : password.value());
        }
        return new PemFiles(requireNonNull(tls.certificate(), "certificate"), requireNonNull(tls.key(), "key"));
    }

    /** @param alone limits this node while Redis is away */
    static RateLimiter limiterOverNodes(RedisAdapter redis, LimitSettings limits, RateLimiter alone) {
        var rates = new EnumMap<RateLimiter.Action, RedisRatesConfig.Rate>(RateLimiter.Action.class);
        limits.rates()
                .forEach((action, rate) -> rates.put(
                        action, new RedisRatesConfig.Rate(rate.perUser(), rate.perAddress(), rate.perTenant())));
        return redis.rateLimiter(new RedisRatesConfig(rates), NetworkAddress::of, alone);
    }

    static LlmProvidersConfig llm(ModelSettings model) {
        ModelSettings.Resilience resilience = model.resilience();
        return new LlmProvidersConfig(
                model.providers().stream()
                        .map(provider -> provider(provider, model.limits()))
                        .toList(),
                new LlmProvidersConfig.Retries(
                        resilience.retries(), resilience.retryWait(), resilience.retryWaitLimit()),
                new LlmProvidersConfig.Queue(resilience.queue(), resilience.queueWithin()),
                new LlmProvidersConfig.Breaker(
                        resilience.breakerCalls(), resilience.breakerFailures(), resilience.breakerPause()),
                model.startWithin());
    }

    private static LlmProvidersConfig.Provider provider(ProviderSettings provider, ModelSettings.Limits limits) {
        LlmConfig access = checked(
                        provider.setBy(), () -> LlmConfig.of(provider.baseUrl(), provider.apiKey(), provider.model()))
                .withShape(shape(provider.shape()))
                .withLimits(limits(limits));
        return new LlmProvidersConfig.Provider(provider.name(), access, provider.models(), provider.concurrency());
    }

    private static LlmConfig.Shape shape(ProviderSettings.RequestShape shape) {
        return switch (shape) {
            case STANDARD -> LlmConfig.Shape.STANDARD;
            case COMPLETION_TOKENS -> LlmConfig.Shape.COMPLETION_TOKENS;
            case MINIMAL -> LlmConfig.Shape.MINIMAL;
        };
    }

    private static LlmConfig.Limits limits(ModelSettings.Limits limits) {
        LlmConfig.Limits standard = LlmConfig.Limits.STANDARD;
        return new LlmConfig.Limits(
                limits.connect(),
                limits.firstToken(),
                limits.idle(),
                limits.total(),
                standard.lineBytes(),
                standard.bodyBytes());
    }

    /** What only the adapter can tell about a value. */
    static <T> T checked(String key, Supplier<T> config) {
        try {
            return config.get();
        } catch (IllegalArgumentException e) {
            throw new SettingsException(List.of(new Problem(key, null, String.valueOf(e.getMessage()), null)));
        }
    }

    /** The use cases' own limits are a little wider than the adapter's, whose errors say more. */
    static Policies policies(Settings settings, String node) {
        ModelSettings.Limits limits = settings.model().limits();
        StreamPolicy standard = StreamPolicy.STANDARD;
        Policies policies = Policies.standard(node);
        return new Policies(
                new MessageRules(settings.chat().longestMessage()),
                new StreamPolicy(
                        settings.model().startWithin().plusSeconds(2),
                        limits.idle().plusSeconds(2),
                        limits.total().plusSeconds(2),
                        settings.model().longestReply(),
                        standard.largestPiece(),
                        standard.checkpointEvery(),
                        standard.checkpointAfter()),
                ContentWiring.policy(settings.content()),
                choices(settings.chat().choices()),
                policies.estimator(),
                node,
                settings.node().roles(),
                settings.node().replies(),
                policies.leaseTimeToLive(),
                policies.sweepEvery(),
                policies.compareEvery(),
                policies.storeWithin(),
                policies.undoWithin(),
                settings.chat().eventsKept(),
                cleanup(settings.chat().cleanup()),
                settings.chat().titles(),
                settings.node().grace());
    }

    private static ModelBounds choices(ChatSettings.Choices choices) {
        return new ModelBounds(
                choices.models(),
                choices.areParametersOffered(),
                choices.leastTemperature(),
                choices.mostTemperature(),
                choices.mostTokens());
    }

    private static CleanupPolicy cleanup(ChatSettings.Cleanup cleanup) {
        return new CleanupPolicy(unlessZero(cleanup.archiveAfter()), unlessZero(cleanup.purgeAfter()));
    }

    private static @Nullable Duration unlessZero(Duration time) {
        return time.isZero() ? null : time;
    }

    static WebSocketConfig sockets(WebSettings web) {
        WebSettings.Connections most = web.connections();
        return WebSocketConfig.STANDARD
                .withAllowedOrigins(origins(web))
                .withTrustedProxies(web.trustedProxies())
                .withLimits(new WebSocketConfig.Limits(most.perUser(), most.perAddress(), most.all()));
    }

    /** Pages of the public address are our own, whatever host a proxy asks us for. */
    private static Set<String> origins(WebSettings web) {
        var origins = new HashSet<>(web.allowedOrigins());
        URI publicUrl = web.publicUrl();
        if (publicUrl != null) {
            String port = publicUrl.getPort() < 0 ? "" : ":" + publicUrl.getPort();
            origins.add(publicUrl.getScheme() + "://" + publicUrl.getHost() + port);
        }
        return origins;
    }

    /** With nothing configured everybody comes to the one tenant there is. */
    static Entrances entrances(List<TenantSettings> tenants, OperatorTokens operators) {
        return tenants.isEmpty()
                ? FixedEntrances.only(TenantId.DEFAULT)
                : new FixedEntrances(tenants.stream()
                        .map(tenant -> doors(tenant, operators.widgetKey(tenant.id())))
                        .toList());
    }

    private static FixedEntrances.Doors doors(TenantSettings tenant, String operatorsKey) {
        var keys = new HashSet<>(tenant.widgetKeys());
        keys.add(operatorsKey);
        return new FixedEntrances.Doors(tenant.id(), tenant.hosts(), keys, tenant.allowedOrigins());
    }

    /** All there are. */
    static List<TenantId> tenants(Settings settings) {
        return settings.tenants().isEmpty()
                ? List.of(TenantId.DEFAULT)
                : settings.tenants().stream().map(TenantSettings::id).toList();
    }

    static RestConfig rest(Settings settings, String version) {
        RestConfig standard = RestConfig.standard(version);
        WebSettings web = settings.web();
        URI publicUrl = web.publicUrl();
        return new RestConfig(
                version,
                standard.websocketPath(),
                publicUrl,
                web.trustedProxies(),
                web.allowedOrigins(),
                settings.tenants().stream()
                        .flatMap(tenant -> tenant.allowedOrigins().stream())
                        .collect(Collectors.toSet()),
                standard.largestBody(),
                settings.identity().guestsValidFor(),
                comeByTls(settings),
                standard.keepAlive(),
                standard.longestWait());
    }

    static WebSocketAdapter.Ports socketPorts(
            ChatSettings chat,
            UseCases useCases,
            Tracing tracing,
            Authentication authentication,
            RateLimiter limiter,
            Entrances entrances) {
        var ports = new WebSocketAdapter.Ports(
                authentication,
                tracing.following(useCases.followSession()),
                tracing.sending(useCases.sendMessage()),
                useCases.cancelReply(),
                useCases.markRead(),
                useCases.followUser(),
                limiter,
                entrances);
        return chat.createOnConnect() ? ports.creatingOnConnect(useCases.createSession()) : ports;
    }

    static Identity identity(
            IdentitySettings settings,
            byte[] secret,
            Path keysFile,
            PasswordCost passwordCost,
            SecureRandom random,
            IdGenerator ids,
            InstantSource clock) {
        try {
            return new Identity(settings, secret, keysFile, passwordCost, random, ids, clock);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(
                    "The signing keys in " + keysFile.toAbsolutePath().normalize() + " can't be used: " + e.getMessage()
                            + ".",
                    e);
        }
    }

    static IdentityPorts identityPorts(
            Storage store,
            Pictures pictures,
            Identity identity,
            RateLimiter limiter,
            UseCases useCases,
            IdGenerator ids,
            InstantSource clock) {
        return new IdentityPorts(
                store.accounts(),
                store.logins(),
                store.apiKeys(),
                store.tickets(),
                store.preferences(),
                store.audit(),
                store.vault(),
                store.words(),
                store.files(),
                pictures,
                identity.passwords(),
                identity.tokens(),
                limiter,
                useCases.adoptSessions(),
                useCases.changeSession(),
                ids,
                clock);
    }

    /** People who log in elsewhere have no passwords here. */
    static IdentityPolicies identityPolicies(IdentitySettings settings) {
        boolean accounts = settings.accounts() && settings.outside() == null;
        return new IdentityPolicies(
                accounts,
                settings.registration(),
                settings.loginsIdle(),
                settings.tokens().refreshGrace(),
                settings.tokens().validFor(),
                IdentityPolicies.STANDARD.lookEvery());
    }

    static RestAdapter.People people(IdentityUseCases people, Identity identity) {
        return new RestAdapter.People(
                people.logins(),
                people.ownAccount(),
                people.manageUsers(),
                people.manageApiKeys(),
                people.readAudit(),
                people.keepKeys(),
                identity::publicKeys);
    }

    static RestAdapter.Ports restPorts(
            UseCases useCases,
            Tracing tracing,
            Authentication authentication,
            RateLimiter limiter,
            Entrances entrances,
            RestAdapter.SocketRoom sockets) {
        return new RestAdapter.Ports(
                authentication,
                useCases.createSession(),
                useCases.changeSession(),
                useCases.readSessions(),
                useCases.readHistory(),
                useCases.markRead(),
                tracing.sending(useCases.sendMessage()),
                useCases.cancelReply(),
                tracing.following(useCases.followSession()),
                useCases.readAssistants(),
                useCases.managePreferences(),
                useCases.searchMessages(),
                useCases.readPresence(),
                limiter,
                entrances,
                sockets);
    }

    /** Cookies and texts can be read on the way, unless a proxy of ours ends TLS. */
    static void warnOfPlainHttp(Settings settings, Logger log) {
        if (!comeByTls(settings) && !isLoopback(settings.http().host())) {
            log.warn(
                    "Plain HTTP on {}: put a proxy with TLS before it, or listen on 127.0.0.1",
                    settings.http().host());
        }
    }

    /** Whether people come by HTTPS, as far as the settings tell. */
    private static boolean comeByTls(Settings settings) {
        URI publicUrl = settings.web().publicUrl();
        return settings.http().tls().on() || (publicUrl != null && "https".equals(publicUrl.getScheme()));
    }

    static AnswerHeaders answerHeaders(Settings settings) {
        WebSettings web = settings.web();
        return new AnswerHeaders(web.hsts(), comeByTls(settings), web.trustedProxies());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
