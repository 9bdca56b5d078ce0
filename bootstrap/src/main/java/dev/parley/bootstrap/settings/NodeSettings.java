package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.application.usecase.NodeRole;
import dev.parley.domain.text.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This process, among others of the same service.
 *
 * @param dataDir the folder for what must survive a restart
 * @param secret what tokens are signed with; null if it is kept in the data folder
 * @param name its name; null if it is kept in the data folder
 * @param roles what it is there for
 * @param grace how long running replies may go on when it stops
 * @param replies how many it writes at once
 */
public record NodeSettings(
        Path dataDir,
        @Nullable Secret secret,
        @Nullable String name,
        Set<NodeRole> roles,
        Duration grace,
        int replies) {

    /** Refuses nulls where none are allowed. */
    public NodeSettings {
        requireNonNull(dataDir, "dataDir");
        roles = Set.copyOf(roles);
        requireNonNull(grace, "grace");
    }

    /** Whether it is there for this. */
    public boolean is(NodeRole role) {
        return roles.contains(role);
    }
}
