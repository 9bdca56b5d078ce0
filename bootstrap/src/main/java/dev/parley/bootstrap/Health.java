package dev.parley.bootstrap;

import dev.parley.adapter.llm.LlmProvidersAdapter;
import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.redis.RedisAdapter;
import dev.parley.adapter.rest.RestAdapter;
import dev.parley.adapter.rest.RestAdapter.Condition;
import dev.parley.application.usecase.NodeRole;
import dev.parley.application.usecase.UseCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What this node is and depends on, as it answers for it. */
final class Health {

    private Health() {}

    /**
     * What {@code /health/ready} tells.
     *
     * @param roles what this node is there for
     * @param stopping whether this server is leaving
     * @param llm null where no model is asked, or the demo model
     */
    static RestAdapter.Node of(
            Set<NodeRole> roles,
            BooleanSupplier stopping,
            MssqlAdapter store,
            UseCases useCases,
            @Nullable RedisAdapter redis,
            @Nullable LlmProvidersAdapter llm) {
        var all = new ArrayList<RestAdapter.Dependency>();
        all.add(new RestAdapter.Dependency("server", true, () -> upIf(!stopping.getAsBoolean())));
        all.add(new RestAdapter.Dependency("database", true, () -> database(roles, store)));
        all.add(new RestAdapter.Dependency("journal", false, () -> journal(useCases)));
        if (redis != null) {
            all.add(new RestAdapter.Dependency("redis", false, () -> upIf(redis.answers())));
        }
        if (llm != null) {
            // Nobody is asked for this, since asking costs money: what people's calls came to tells.
            all.add(new RestAdapter.Dependency("model", false, () -> together(llm.states())));
            if (llm.states().size() > 1) {
                llm.states().forEach(provider -> all.add(provider(llm, provider.name())));
            }
        }
        return new RestAdapter.Node(
                roles.stream()
                        .sorted()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .toList(),
                all);
    }

    /**
     * A gateway takes what is said without the database, and it is away for all nodes at once as a rule: a balancer that
     * takes out whoever lacks it would leave people nobody to talk to.
     */
    private static Condition database(Set<NodeRole> roles, MssqlAdapter store) {
        if (store.ready()) {
            return Condition.UP;
        }
        return roles.contains(NodeRole.GATEWAY) ? Condition.DEGRADED : Condition.DOWN;
    }

    /** Messages that wait are safe; that there are some tells of a database that is or was away. */
    private static Condition journal(UseCases useCases) {
        return useCases.storeIsAway() || useCases.waitingMessages() > 0 ? Condition.DEGRADED : Condition.UP;
    }

    private static RestAdapter.Dependency provider(LlmProvidersAdapter llm, String name) {
        return new RestAdapter.Dependency(
                "model." + name,
                false,
                () -> llm.states().stream()
                        .filter(provider -> provider.name().equals(name))
                        .findFirst()
                        .map(provider -> of(provider.condition()))
                        .orElseThrow());
    }

    /** As the first is, while that is not down; with it down, others still answer, or none does. */
    private static Condition together(List<LlmProvidersAdapter.State> providers) {
        Condition first = of(providers.getFirst().condition());
        boolean anyAnswers = providers.stream().anyMatch(provider -> of(provider.condition()) != Condition.DOWN);
        return first == Condition.DOWN && anyAnswers ? Condition.DEGRADED : first;
    }

    private static Condition of(LlmProvidersAdapter.Condition condition) {
        return switch (condition) {
            case UP -> Condition.UP;
            case DEGRADED -> Condition.DEGRADED;
            case DOWN -> Condition.DOWN;
        };
    }

    private static Condition upIf(boolean fine) {
        return fine ? Condition.UP : Condition.DOWN;
    }
}
