package dev.parley.application.local;

import dev.parley.application.port.out.Entrances;
import dev.parley.domain.identity.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The entrances of some tenants, given once. */
public final class FixedEntrances implements Entrances {

    private final Map<String, Entrance> byHost = new HashMap<>();
    private final Map<String, Entrance> byKey = new HashMap<>();

    /**
     * The doors of one tenant.
     *
     * @param tenant whose
     * @param hosts names without a port
     * @param widgetKeys in exactly this spelling
     * @param allowedOrigins foreign origins whose pages may call there
     */
    public record Doors(TenantId tenant, Set<String> hosts, Set<String> widgetKeys, Set<String> allowedOrigins) {}

    /**
     * Entrances for all of these.
     *
     * @throws IllegalArgumentException if two tenants have a host or a key in common
     */
    public FixedEntrances(List<Doors> tenants) {
        for (Doors doors : tenants) {
            var entrance = new Entrance(doors.tenant(), doors.allowedOrigins());
            doors.hosts().forEach(host -> put(byHost, name(host), entrance));
            doors.widgetKeys().forEach(key -> put(byKey, key, entrance));
        }
    }

    /** Where there is only one tenant, everything leads to it. */
    public static Entrances only(TenantId tenant) {
        var entrance = Optional.of(new Entrance(tenant, Set.of()));
        return (host, widgetKey) -> entrance;
    }

    private static void put(Map<String, Entrance> entrances, String by, Entrance entrance) {
        Entrance other = entrances.put(by, entrance);
        if (other != null && !other.tenant().equals(entrance.tenant())) {
            throw new IllegalArgumentException(
                    "the tenants " + other.tenant() + " and " + entrance.tenant() + " can't share an entrance");
        }
    }

    @Override
    public Optional<Entrance> find(@Nullable String host, @Nullable String widgetKey) {
        Optional<Entrance> atHost =
                Optional.ofNullable(host).map(FixedEntrances::name).map(byHost::get);
        if (widgetKey == null) {
            return atHost;
        }
        return Optional.ofNullable(byKey.get(widgetKey))
                .filter(keyed -> atHost.isEmpty() || atHost.get().tenant().equals(keyed.tenant()));
    }

    /** Without a port, which stands behind the last colon unless that is inside an IPv6 address's brackets. */
    private static String name(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        String undotted = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return undotted.toLowerCase(Locale.ROOT);
    }
}
