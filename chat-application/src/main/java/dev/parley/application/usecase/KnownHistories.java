package dev.parley.application.usecase;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.SessionEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was said of late in the sessions this node has to do with: what a prompt is made of while the store is away, and at
 * no other time. A history begins with what a prompt was made of here, or with an empty session, and follows the events;
 * with the first that is missed, or that it does not understand, it is forgotten. Thread-safe; never blocks for long.
 */
final class KnownHistories {

    /** How much text is remembered in all. */
    static final long MOST_CHARACTERS = 16L << 20;

    private static final int MOST_TURNS = 64;

    private final long mostCharacters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionKey, History> histories = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    /** @param mostCharacters how much text is remembered in all; beyond it the histories used longest ago are forgotten */
    KnownHistories(long mostCharacters) {
        this.mostCharacters = mostCharacters;
    }

    /**
     * A history.
     *
     * @param stored its session when this began
     * @param messages by position; all that a prompt of today's window would be made of
     * @param head the last event this agrees with
     * @param cut whether older messages than these were left out since
     */
    record History(SessionStore.Stored stored, List<Message> messages, Seq head, boolean cut) {

        /** Copies the list. */
        History {
            messages = List.copyOf(messages);
        }

        /** Whether every question in it was answered. */
        boolean isAnswered() {
            Set<Turn> answered = turns(Content.FromAi.class);
            return answered.containsAll(turns(Content.FromUser.class));
        }

        private Set<Turn> turns(Class<? extends Content> kind) {
            return messages.stream()
                    .filter(message -> kind.isInstance(message.content()))
                    .map(message -> message.place().turn())
                    .collect(Collectors.toSet());
        }

        /** How many turns there are. */
        int turns() {
            return turns(Content.class).size();
        }

        private int length() {
            return messages.stream()
                    .mapToInt(message -> message.text().length())
                    .sum();
        }

        private History after(RecordedEvent event, @Nullable Message added) {
            var all = new ArrayList<>(messages);
            if (added != null) {
                all.add(added);
            }
            var longer = new History(stored, all, event.seq(), cut);
            return longer.turns() > MOST_TURNS ? longer.withoutFirstTurn() : longer;
        }

        private History withoutFirstTurn() {
            Turn first = messages.getFirst().place().turn();
            return new History(
                    stored,
                    messages.stream()
                            .filter(message -> !message.place().turn().equals(first))
                            .toList(),
                    head,
                    true);
        }
    }

    /** What is known of a session; empty if not everything that matters is. */
    Optional<History> find(SessionKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(histories.get(key));
        } finally {
            lock.unlock();
        }
    }

    /** A session was looked at. If nothing was said in it yet, all of it is known. */
    void looked(SessionKey key, SessionStore.Stored stored) {
        if (stored.messageCount() == 0) {
            remember(key, new History(stored, List.of(), stored.lastSeq(), false));
        }
    }

    /** A prompt was made of these messages when the session was as it is said. What goes on beside them is not known. */
    void read(SessionKey key, SessionStore.Stored stored, List<Message> messages) {
        boolean isAll = !messages.isEmpty()
                && messages.stream()
                                .mapToLong(message -> message.place().position().value())
                                .max()
                                .orElse(0)
                        == stored.messageCount();
        if (isAll) {
            remember(key, new History(stored, messages, stored.lastSeq(), false));
        }
    }

    private void remember(SessionKey key, History history) {
        lock.lock();
        try {
            History before = histories.get(key);
            if (before == null || before.head().compareTo(history.head()) <= 0) {
                put(key, history);
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(SessionKey key, History history) {
        History before = histories.put(key, history);
        characters += weight(history) - (before == null ? 0 : weight(before));
        Iterator<History> oldest = histories.values().iterator();
        while (characters > mostCharacters && oldest.hasNext()) {
            characters -= weight(oldest.next());
            oldest.remove();
        }
    }

    /** Also an empty history takes room. */
    private static long weight(History history) {
        return 500L + history.length();
    }

    private void forget(SessionKey key) {
        History before = histories.remove(key);
        characters -= before == null ? 0 : weight(before);
    }

    /** Follows what happens. */
    void heard(Announcement announcement) {
        if (announcement instanceof Announcement.Appended(var key, var events)) {
            lock.lock();
            try {
                events.forEach(event -> follow(key, event));
            } finally {
                lock.unlock();
            }
        }
    }

    private void follow(SessionKey key, RecordedEvent event) {
        History history = histories.get(key);
        if (history == null || event.seq().compareTo(history.head()) <= 0) {
            return;
        }
        if (event.seq().value() != history.head().value() + 1 || !isUnderstood(event)) {
            forget(key);
        } else {
            put(key, history.after(event, event.message()));
        }
    }

    private static boolean isUnderstood(RecordedEvent event) {
        return switch (event.event()) {
            case SessionEvent.MessageAdded ignored -> event.message() != null;
            case SessionEvent.ReplyEnded ignored -> event.message() != null;
            case SessionEvent.SessionCreated ignored -> true;
            case SessionEvent.SessionRenamed ignored -> true;
            case SessionEvent.SummaryUpdated ignored -> true; // what it sums up is among the messages
            case SessionEvent.MessageUpdated ignored -> false;
            case SessionEvent.AssistantChanged ignored -> false;
            case SessionEvent.StandingChanged ignored -> false;
            case SessionEvent.SessionDeleted ignored -> false;
            case SessionEvent.SessionRestored ignored -> false;
            case SessionEvent.OwnerChanged ignored -> false;
        };
    }
}
