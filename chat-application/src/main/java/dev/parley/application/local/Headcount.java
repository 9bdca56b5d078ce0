package dev.parley.application.local;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.parley.application.port.out.Presence.Member;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.UserId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How many connections each person has, by role. Not thread-safe. */
final class Headcount {

    private final Map<UserId, EnumMap<Role, Integer>> connections = new HashMap<>();

    /** One more connection. Says whether the members are different now. */
    boolean add(Member member) {
        EnumMap<Role, Integer> roles = connections.computeIfAbsent(member.user(), same -> new EnumMap<>(Role.class));
        @Nullable Role before = roles.isEmpty() ? null : highest(roles);
        roles.merge(member.role(), 1, Integer::sum);
        return highest(roles) != before;
    }

    /** One connection less. Says whether the members are different now. */
    boolean remove(Member member) {
        EnumMap<Role, Integer> roles = requireNonNull(connections.get(member.user()), "leaves without having come");
        Role before = highest(roles);
        roles.computeIfPresent(member.role(), (same, count) -> count == 1 ? null : count - 1);
        if (roles.isEmpty()) {
            connections.remove(member.user());
            return true;
        }
        return highest(roles) != before;
    }

    boolean isEmpty() {
        return connections.isEmpty();
    }

    Set<Member> members() {
        return connections.entrySet().stream()
                .map(person -> new Member(person.getKey(), highest(person.getValue())))
                .collect(toUnmodifiableSet());
    }

    /** Roles are in the order of what they may do. */
    private static Role highest(EnumMap<Role, Integer> roles) {
        return roles.keySet().stream().max(Role::compareTo).orElseThrow();
    }
}
