package dev.parley.adapter.rest;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.jspecify.annotations.Nullable;

/** What Jersey is told: all resources, filters and mappers, and nothing it finds by itself. */
final class RestApplication {

    private RestApplication() {}

    static ResourceConfig of(
            RestAdapter.Ports ports,
            RestAdapter.@Nullable People people,
            RestAdapter.Node node,
            RestConfig config,
            OpenFeeds feeds,
            RestAdapter.Observer observer) {
        var body = new JsonBody(config.largestBody());
        var entrance = new TenantOfEntrance(ports.entrances());
        var origins = new Origins(config, entrance);
        var callers = new Callers(ports.authentication(), entrance, origins);
        var watch = new ReplyWatch(ports.followSession(), ports.readHistory(), feeds);
        var cookie = new GuestCookie(config);
        Stream<Object> chat = Stream.of(
                new SessionResource(ports, body, config),
                new HistoryResource(ports, body),
                new SessionsResource(ports, config),
                new MessagesResource(ports, watch, body, config),
                new AssistantsResource(ports),
                new PreferencesResource(ports, body),
                new SearchResource(ports),
                new PresenceResource(ports.readPresence()),
                new GuestResource(ports, entrance, callers, origins, body, cookie),
                new TicketResource(ports, body, config),
                new HealthResource(node),
                new VersionResource(config.version()));
        Stream<Object> accounts = people == null
                ? Stream.empty()
                : Stream.of(
                        new LoginResource(people.logins(), entrance, callers, origins, body, cookie),
                        new LogoutResource(people.logins(), cookie),
                        new OwnAccountResource(people.ownAccount(), people.logins(), body, cookie),
                        new AvatarResource(people.ownAccount()),
                        new ExportResource(ports, people, config),
                        new UsersResource(people.manageUsers(), body),
                        new ApiKeysResource(people.manageApiKeys(), body),
                        new AuditResource(people.readAudit()),
                        new EncryptionResource(people.keepKeys(), body),
                        new KeysResource(people.publicKeys()));
        var resources = Stream.concat(chat, accounts);
        return settings(new ResourceConfig(), observer)
                .registerInstances(
                        new FirstFilter(),
                        new CorsFilter(origins),
                        entrance,
                        new ClosedByDefault(callers),
                        new AnswerFilter(),
                        new RefusalMapper(),
                        new FailureMapper())
                .registerResources(resources.map(Resources::of).collect(Collectors.toSet()));
    }

    /** Health alone, for everybody: there is nothing here to be let into. */
    static ResourceConfig ofHealth(RestAdapter.Node node, RestAdapter.Observer observer) {
        return settings(new ResourceConfig(), observer)
                .registerInstances(new FirstFilter(), new AnswerFilter(), new FailureMapper())
                .registerResources(Resources.of(new HealthResource(node)));
    }

    private static ResourceConfig settings(ResourceConfig application, RestAdapter.Observer observer) {
        if (!observer.equals(RestAdapter.Observer.NONE)) {
            application.register(new Observed(observer));
        }
        return application
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(ServerProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
                .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
                // A client sees its own host better than we do.
                .property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true)
                // Events must leave at once; other answers come with their length anyway.
                .property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
    }
}
