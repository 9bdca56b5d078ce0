package dev.parley.bootstrap;

import dev.parley.adapter.llm.LlmAdapter;
import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.redis.RedisAdapter;
import dev.parley.adapter.rest.RestAdapter;
import dev.parley.adapter.rest.RestAdapter.Condition;
import dev.parley.application.usecase.UseCases;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What this node depends on, as it answers for it. */
final class Health {

    private Health() {}

    /** @param stopping whether this server is leaving */
    static List<RestAdapter.Dependency> of(
            BooleanSupplier stopping,
            MssqlAdapter store,
            UseCases useCases,
            @Nullable RedisAdapter redis,
            @Nullable LlmAdapter llm) {
        var all = new ArrayList<RestAdapter.Dependency>();
        all.add(new RestAdapter.Dependency("server", true, () -> upIf(!stopping.getAsBoolean())));
        all.add(new RestAdapter.Dependency("database", true, () -> upIf(store.ready())));
        all.add(new RestAdapter.Dependency("journal", false, () -> journal(useCases)));
        if (redis != null) {
            all.add(new RestAdapter.Dependency("redis", false, () -> upIf(redis.answers())));
        }
        if (llm != null) {
            // That it is configured is all that can be said without asking it, and asking costs money.
            all.add(new RestAdapter.Dependency("model", false, () -> Condition.UP));
        }
        return all;
    }

    /** Messages that wait are safe; that there are some tells of a database that is or was away. */
    private static Condition journal(UseCases useCases) {
        return useCases.storeIsAway() || useCases.waitingMessages() > 0 ? Condition.DEGRADED : Condition.UP;
    }

    private static Condition upIf(boolean fine) {
        return fine ? Condition.UP : Condition.DOWN;
    }
}
