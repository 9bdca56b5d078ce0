package dev.parley.application.local;

import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.SessionKey;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Who listens to which session. The lists never change, they are replaced: telling takes no lock and allocates nothing.
 *
 * @param <T> what they are told
 */
final class Audience<T> {

    private final ConcurrentMap<SessionKey, List<Member<T>>> members = new ConcurrentHashMap<>();

    Listening join(SessionKey key, Consumer<T> listener) {
        return add(key, listener);
    }

    private Member<T> add(SessionKey key, Consumer<T> listener) {
        Member<T> member = new Member<>(listener, leaving -> leave(key, leaving));
        members.merge(
                key,
                List.of(member),
                (present, joining) ->
                        Stream.concat(present.stream(), joining.stream()).toList());
        return member;
    }

    /** Joins, and is told something at once. */
    Listening join(SessionKey key, Consumer<T> listener, T first) {
        Member<T> member = add(key, listener);
        member.tell(first);
        return member;
    }

    void tell(SessionKey key, T what) {
        List<Member<T>> told = members.getOrDefault(key, List.of());
        for (int i = 0; i < told.size(); i++) {
            told.get(i).tell(what);
        }
    }

    private void leave(SessionKey key, Member<T> leaving) {
        members.computeIfPresent(key, (same, present) -> {
            List<Member<T>> left =
                    present.stream().filter(member -> member != leaving).toList();
            return left.isEmpty() ? null : left;
        });
    }
}
