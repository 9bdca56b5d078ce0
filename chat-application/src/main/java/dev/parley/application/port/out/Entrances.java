package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows into whose tenant a request comes, by what it knocked at. A driving adapter asks before anything else is looked
 * at; who is calling must then belong to that tenant. Thread-safe; does not block.
 *
 * <ol>
 *   <li>G1: a tenant's host leads to it, in any case, with or without a port or the dot of a full name.
 *   <li>G2: a tenant's widget key leads to it, at its own hosts and at those that are nobody's.
 *   <li>G3: nothing else leads anywhere: no other host without a key, no unknown key at whatever host, no host and key of
 *       two tenants.
 *   <li>G4: with a tenant come the origins of its own pages and no others'.
 * </ol>
 */
@FunctionalInterface
public interface Entrances {

    /**
     * Where a request comes in.
     *
     * @param host as the client asked for it, a port included; null if it named none. Who calls has made sure that no
     *     stranger's header says so.
     * @param widgetKey what pages are given to name their tenant by; public; null if none came along
     * @return empty if that is nowhere
     */
    Optional<Entrance> find(@Nullable String host, @Nullable String widgetKey);

    /**
     * A way in.
     *
     * @param tenant where it leads
     * @param allowedOrigins foreign origins whose pages may call there, as browsers write them
     */
    record Entrance(TenantId tenant, Set<String> allowedOrigins) {

        /** The only one, where there is one tenant. */
        public static final Entrance ONLY = new Entrance(TenantId.DEFAULT, Set.of());

        /** Refuses null; copies the set. */
        public Entrance {
            requireNonNull(tenant, "tenant");
            allowedOrigins = Set.copyOf(allowedOrigins);
        }
    }
}
