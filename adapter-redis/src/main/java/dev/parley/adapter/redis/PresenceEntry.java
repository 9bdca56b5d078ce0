package dev.parley.adapter.redis;

import dev.parley.application.port.out.Presence.Member;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody on a node, as Redis has it: {@code node|role|user}. None of the three has the line in it. */
final class PresenceEntry {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceEntry.class);
    private static final int PARTS = 3;

    private PresenceEntry() {}

    /** Without the node. */
    static String of(Member member) {
        return member.role().name() + "|" + member.user();
    }

    static String of(String node, Member member) {
        return node + "|" + of(member);
    }

    /** Who stands there, each user once. What a node of another version put there and nobody understands is left out. */
    static Set<Member> members(List<?> entries) {
        return Member.oncePerUser(entries.stream()
                .map(String::valueOf)
                .map(PresenceEntry::parse)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet()));
    }

    private static Optional<Member> parse(String entry) {
        try {
            String[] parts = entry.split("\\|", PARTS);
            return parts.length == PARTS
                    ? Optional.of(new Member(new UserId(parts[2]), Role.valueOf(parts[1])))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            LOG.warn("Somebody another node has can't be understood and is left out: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
