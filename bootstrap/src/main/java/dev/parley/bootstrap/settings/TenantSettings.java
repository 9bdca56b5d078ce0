package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import java.util.Set;

/**
 * One of several tenants.
 *
 * @param id which
 * @param hosts at which people come to it, without ports
 * @param widgetKeys public keys that pages elsewhere name it by
 * @param allowedOrigins foreign origins whose pages may use its chat
 */
public record TenantSettings(TenantId id, Set<String> hosts, Set<String> widgetKeys, Set<String> allowedOrigins) {

    /** Refuses null; copies the sets. */
    public TenantSettings {
        requireNonNull(id, "id");
        hosts = Set.copyOf(hosts);
        widgetKeys = Set.copyOf(widgetKeys);
        allowedOrigins = Set.copyOf(allowedOrigins);
    }
}
