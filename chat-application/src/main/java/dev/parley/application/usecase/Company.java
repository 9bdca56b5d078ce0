package dev.parley.application.usecase;

import dev.parley.application.port.in.FeedItem;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who is in a session at one moment, and who of them types. It never changes, so that a feed remembers what it told by
 * keeping it, and all feeds of a session share it.
 *
 * @param present whoever is there, as what
 * @param typing who types, and until when that is believed, so that who goes on is told of again
 */
record Company(Map<UserId, Role> present, Map<UserId, Long> typing) {

    static final Company NOBODY = new Company(Map.of(), Map.of());

    /** Copies. */
    Company {
        present = Map.copyOf(present);
        typing = Map.copyOf(typing);
    }

    /** What is different from an earlier moment, for a reader who is not told of the reader. */
    List<FeedItem> since(Company before, UserId reader) {
        var items = new ArrayList<FeedItem>();
        present.forEach((user, role) -> {
            if (role != before.present.get(user)) {
                items.add(new FeedItem.PresenceChanged(user, true, role));
            }
        });
        typing.forEach((user, until) -> {
            if (!until.equals(before.typing.get(user))) {
                items.add(new FeedItem.TypingChanged(user, true));
            }
        });
        before.typing.keySet().stream()
                .filter(user -> !typing.containsKey(user))
                .forEach(user -> items.add(new FeedItem.TypingChanged(user, false)));
        before.present.forEach((user, role) -> {
            if (!present.containsKey(user)) {
                items.add(new FeedItem.PresenceChanged(user, false, role));
            }
        });
        items.removeIf(item -> isAbout(reader, item));
        return items;
    }

    private static boolean isAbout(UserId reader, FeedItem item) {
        return switch (item) {
            case FeedItem.PresenceChanged changed -> changed.user().equals(reader);
            case FeedItem.TypingChanged changed -> changed.user().equals(reader);
            default -> false;
        };
    }
}
