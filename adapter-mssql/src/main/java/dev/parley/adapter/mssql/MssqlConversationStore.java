package dev.parley.adapter.mssql;

import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class MssqlConversationStore implements ConversationStore {

    private final Transactions transactions;
    private final EventHorizon horizon;

    MssqlConversationStore(Transactions transactions) {
        this.transactions = transactions;
        this.horizon = new EventHorizon(transactions);
    }

    @Override
    public Acceptance accept(NewMessage message) {
        return transactions.run("accepting a message", handle -> Accepting.accept(handle, message));
    }

    @Override
    public Optional<Message> message(SessionKey key, MessageId id) {
        return transactions.run("finding a message", handle -> Messages.find(handle, key, id));
    }

    @Override
    public Optional<HistoryPage> history(SessionKey key, Range range) {
        return transactions.run(
                "reading history",
                handle -> LivingHead.find(handle, key).map(head -> Messages.page(handle, key, head, range)));
    }

    @Override
    public List<Message> window(SessionKey key, Turn upTo, @Nullable Turn after, int turns) {
        return transactions.run(
                "reading a window",
                handle -> LivingHead.find(handle, key)
                        .map(head -> Messages.window(handle, key, head, upTo, after, turns))
                        .orElse(List.of()));
    }

    @Override
    public Optional<EventPage> events(SessionKey key, Seq after, int limit) {
        return transactions.run(
                "reading events",
                handle -> LivingHead.find(handle, key).map(head -> Events.page(handle, key, head, after, limit)));
    }

    @Override
    public Map<SessionKey, Seq> heads(Collection<SessionKey> keys) {
        return keys.isEmpty() ? Map.of() : transactions.run("reading heads", handle -> LastSeqs.find(handle, keys));
    }

    @Override
    public SearchPage search(SearchQuery query) {
        return transactions.run("searching messages", handle -> MessageSearch.page(handle, query));
    }

    @Override
    public int forgetEvents(Instant before, int limit) {
        return horizon.forget(before, limit);
    }

    @Override
    public Optional<ReadCursors> moveCursors(
            SessionKey key, UserId reader, @Nullable Position delivered, @Nullable Position read) {
        return transactions.run(
                "moving cursors",
                handle -> LivingHead.find(handle, key)
                        .map(head -> Readers.move(handle, key, reader, head, delivered, read)));
    }

    @Override
    public Optional<ReadCursors> cursors(SessionKey key, UserId reader) {
        return transactions.run(
                "reading cursors",
                handle -> LivingHead.find(handle, key).map(head -> Readers.find(handle, key, reader)));
    }
}
