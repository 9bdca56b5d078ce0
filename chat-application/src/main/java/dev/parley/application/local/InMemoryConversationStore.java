package dev.parley.application.local;

import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

final class InMemoryConversationStore implements ConversationStore {

    private final MemoryConnection connection;

    InMemoryConversationStore(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public Acceptance accept(NewMessage message) {
        return connection.transaction(memory -> Accepting.accept(memory, message));
    }

    @Override
    public Optional<Message> message(SessionKey key, MessageId id) {
        return living(key, session -> session.messages().find(id));
    }

    @Override
    public Optional<HistoryPage> history(SessionKey key, Range range) {
        return living(key, session -> {
            MemoryMessages.Slice slice = session.messages().slice(range);
            return new HistoryPage(
                    slice.messages(),
                    slice.more(),
                    session.messages().count(),
                    session.events().last());
        });
    }

    @Override
    public List<Message> window(SessionKey key, Turn upTo, @Nullable Turn after, int turns) {
        return living(key, session -> session.messages().window(upTo, after, turns))
                .orElse(List.of());
    }

    @Override
    public Optional<EventPage> events(SessionKey key, Seq after, int limit) {
        return living(key, session -> {
            List<RecordedEvent> events = session.events().after(after, limit).stream()
                    .map(session::recorded)
                    .toList();
            return new EventPage(
                    events, session.events().last(), session.events().reachBackTo(after));
        });
    }

    @Override
    public Map<SessionKey, Seq> heads(Collection<SessionKey> keys) {
        return connection.transaction(memory -> {
            Map<SessionKey, Seq> heads = new HashMap<>();
            for (SessionKey key : keys) {
                MemorySession session = memory.known(key);
                if (session != null) {
                    heads.put(key, session.events().last());
                }
            }
            return heads;
        });
    }

    @Override
    public int forgetEvents(Instant before, int limit) {
        return connection.transaction(memory -> {
            int forgotten = 0;
            for (MemorySession session : memory.sessions()) {
                forgotten += session.events().forget(before, limit - forgotten);
            }
            return forgotten;
        });
    }

    @Override
    public Optional<ReadCursors> moveCursors(
            SessionKey key, UserId reader, @Nullable Position delivered, @Nullable Position read) {
        return living(
                key,
                session -> session.cursors()
                        .move(reader, delivered, read, session.messages().count()));
    }

    @Override
    public Optional<ReadCursors> cursors(SessionKey key, UserId reader) {
        return living(key, session -> session.cursors().of(reader));
    }

    @Override
    public SearchPage search(SearchQuery query) {
        return connection.transaction(
                memory -> MessageSearch.page(memory.ownedBy(query.tenant(), query.owner()), query));
    }

    private <T> Optional<T> living(SessionKey key, Function<MemorySession, @Nullable T> question) {
        return connection.transaction(
                memory -> Optional.ofNullable(memory.living(key)).map(question));
    }
}
