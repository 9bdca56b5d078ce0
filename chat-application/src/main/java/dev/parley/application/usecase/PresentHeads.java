package dev.parley.application.usecase;

import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.message.Seq;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store where sessions stand. Whoever asks while another's query is under way shares the next one, so that many who
 * come at once cost few queries; a query begins after all who share it have asked. Thread-safe; blocks.
 */
final class PresentHeads {

    private final ConversationStore conversations;
    private final ReentrantLock gathering = new ReentrantLock();
    private final ReentrantLock asking = new ReentrantLock();
    private Question next = new Question();

    PresentHeads(ConversationStore conversations) {
        this.conversations = conversations;
    }

    /** The last seq of a session, deleted ones included; empty if it is unknown. Throws what the store throws. */
    Optional<Seq> of(SessionKey key) {
        Question mine = join(key);
        asking.lock();
        try {
            if (!mine.isAsked()) {
                nobodyJoins(mine);
                mine.ask(conversations);
            }
        } finally {
            asking.unlock();
        }
        return Optional.ofNullable(mine.answer().get(key));
    }

    private Question join(SessionKey key) {
        gathering.lock();
        try {
            next.keys.add(key);
            return next;
        } finally {
            gathering.unlock();
        }
    }

    private void nobodyJoins(Question any) {
        gathering.lock();
        try {
            if (next == any) {
                next = new Question();
            }
        } finally {
            gathering.unlock();
        }
    }

    /** One query. Its keys are guarded by {@code gathering} until nobody joins, all else by {@code asking}. */
    private static final class Question {

        private final Set<SessionKey> keys = new HashSet<>();
        private @Nullable Map<SessionKey, Seq> heads;
        private @Nullable StoreException failure;

        boolean isAsked() {
            return heads != null || failure != null;
        }

        void ask(ConversationStore conversations) {
            try {
                heads = conversations.heads(keys);
            } catch (StoreException e) {
                failure = e;
            }
        }

        Map<SessionKey, Seq> answer() {
            if (failure != null) {
                throw failure;
            }
            if (heads == null) {
                throw new IllegalStateException("nobody has asked");
            }
            return heads;
        }
    }
}
