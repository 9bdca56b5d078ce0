package dev.parley.bootstrap;

import dev.parley.bootstrap.settings.Settings;
import dev.parley.domain.identity.TenantId;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code --tenant}: in which of several tenants something is done. */
final class TenantOption {

    @CommandLine.Option(
            names = "--tenant",
            paramLabel = "ID",
            description = "In which tenant; needed only where tenants are configured.")
    private @Nullable String id;

    /**
     * The tenant that was meant.
     *
     * @throws StartFailure if there is none of that name, or several and none was named
     */
    TenantId in(Settings settings) {
        List<TenantId> all = Wiring.tenants(settings);
        if (id == null && settings.tenants().isEmpty()) {
            return all.getFirst();
        }
        return all.stream()
                .filter(tenant -> tenant.value().equals(id))
                .findFirst()
                .orElseThrow(() -> new StartFailure("Say in which tenant, by --tenant: there are "
                        + all.stream().map(TenantId::value).collect(Collectors.joining(", ")) + "."));
    }
}
