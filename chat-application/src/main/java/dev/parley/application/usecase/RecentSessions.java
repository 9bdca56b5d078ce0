package dev.parley.application.usecase;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.HistoryPage;
import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads sessions and their newest messages, from memory where the store says that nothing has changed since. What is read
 * is never older than the moment it was asked for, whatever was heard or missed. What this node reads of sessions for
 * people and prompts, and all it hears of them, passes here and is told to all that remember some of it. Thread-safe;
 * reading blocks and throws what the store throws.
 */
final class RecentSessions {

    private static final int MESSAGES_OF_A_TURN = 2;

    private final SessionStore sessions;
    private final ConversationStore conversations;
    private final SessionCache here;
    private final @Nullable SessionCache everywhere;
    private final KnownSessions known;
    private final PresentHeads heads;
    private final CacheHits hitsHere = new CacheHits();
    private final CacheHits hitsEverywhere = new CacheHits();

    /**
     * Nothing is read yet.
     *
     * @param here what this node remembers
     * @param everywhere what all nodes remember together; null if this node is alone
     * @param known what this node goes by while the store is away
     */
    RecentSessions(
            SessionStore sessions,
            ConversationStore conversations,
            SessionCache here,
            @Nullable SessionCache everywhere,
            KnownSessions known) {
        this.sessions = sessions;
        this.conversations = conversations;
        this.here = here;
        this.everywhere = everywhere;
        this.known = known;
        this.heads = new PresentHeads(conversations);
    }

    /** A living session as it is now. Cheaper than {@link #read} where many ask at once. */
    Optional<Stored> find(SessionKey key) {
        Optional<SessionSnapshot> present = present(key, SessionSnapshot::isWhole);
        return present.isPresent() ? present.map(SessionSnapshot::header) : read(key);
    }

    /** A living session as it is stored now. */
    Optional<Stored> read(SessionKey key) {
        Optional<Stored> stored = sessions.find(key);
        stored.ifPresentOrElse(known::read, () -> known.forget(key));
        here.find(key).ifPresent(before -> compare(before, stored.orElse(null)));
        return stored;
    }

    private void compare(SessionSnapshot before, @Nullable Stored stored) {
        if (stored == null) {
            here.expect(before.key(), before.head().next());
        } else {
            here.expect(before.key(), stored.lastSeq());
            before.with(stored).ifPresent(here::keep);
        }
    }

    /** A living session as it was at an event, or is since. For whoever was told of the event by the store. */
    Optional<Stored> since(SessionKey key, Seq head) {
        return hitsHere.counted(hereSince(key, head).filter(SessionSnapshot::isWhole))
                .map(SessionSnapshot::header)
                .or(() -> read(key));
    }

    /**
     * The newest messages as they are now.
     *
     * @param stored the session, read a moment ago
     * @return empty if there is no such living session
     */
    Optional<HistoryPage> newest(SessionKey key, Stored stored, int limit) {
        Optional<SessionSnapshot> present =
                present(key, found -> found.page(limit).isPresent());
        return present.isPresent() ? present.flatMap(found -> found.page(limit)) : load(key, stored, limit);
    }

    /** Reads the newest messages, and remembers them unless they are more than ever are. What changed meanwhile is read again. */
    private Optional<HistoryPage> load(SessionKey key, Stored stored, int limit) {
        if (limit > SessionSnapshot.MOST) {
            return conversations.history(key, new Range.Newest(limit));
        }
        here.expect(key, stored.lastSeq());
        Optional<HistoryPage> page = conversations.history(key, new Range.Newest(limit));
        page.flatMap(read -> SessionSnapshot.of(stored, read)).ifPresent(this::keep);
        return page;
    }

    private void keep(SessionSnapshot snapshot) {
        keepHere(snapshot);
        if (everywhere != null) {
            everywhere.keep(snapshot);
        }
    }

    private void keepHere(SessionSnapshot snapshot) {
        here.keep(snapshot);
        if (snapshot.isWhole()) {
            known.read(snapshot);
        }
    }

    /**
     * A memory window as {@link ConversationStore#window} gives it, as it was at an event or is since.
     *
     * @param stored the session, read since that event
     */
    List<Message> window(SessionKey key, Stored stored, Seq head, Turn upTo, @Nullable Turn after, int turns) {
        List<Message> window = hitsHere.counted(hereSince(key, head).flatMap(found -> found.window(upTo, after, turns)))
                .or(() -> learnt(key, stored, head, turns).flatMap(found -> found.window(upTo, after, turns)))
                .orElseGet(() -> conversations.window(key, upTo, after, turns));
        known.prompted(key, stored, window);
        return window;
    }

    private Optional<SessionSnapshot> hereSince(SessionKey key, Seq head) {
        return here.find(key).filter(found -> found.head().compareTo(head) >= 0);
    }

    /**
     * Reads what the next prompt will need, too, unless that is more than is ever remembered, or so much is known already.
     * It is a question and an answer a turn; where there are more, the store is asked for each window until they are known.
     */
    private Optional<SessionSnapshot> learnt(SessionKey key, Stored stored, Seq head, int turns) {
        if (turns > SessionSnapshot.MOST / MESSAGES_OF_A_TURN) {
            return Optional.empty();
        }
        int messages = MESSAGES_OF_A_TURN * turns;
        return hereSince(key, head).flatMap(found -> found.page(messages)).isPresent()
                ? Optional.empty()
                : load(key, stored, messages).flatMap(page -> SessionSnapshot.of(stored, page));
    }

    /** Reads a session that will be asked for soon, unless it is known already. */
    void learn(SessionKey key) {
        if (here.find(key).isEmpty() && present(key, SessionSnapshot::isWhole).isEmpty()) {
            read(key).ifPresent(stored -> load(key, stored, SessionSnapshot.MOST));
        }
    }

    /** A new session, whose first event the store has just appended. */
    void began(Stored stored) {
        keepHere(new SessionSnapshot(stored, List.of(), stored.lastSeq()));
    }

    /** This node has changed a session. Does not block. */
    void appended(List<RecordedEvent> events) {
        happened(events);
        if (everywhere != null) {
            everywhere.appended(events);
        }
    }

    /** Some node has changed a session: this one perhaps, whose events are known already. Does not block. */
    void heard(Announcement announcement) {
        if (announcement instanceof Announcement.Appended(var key, var events)) {
            happened(events);
        }
    }

    private void happened(List<RecordedEvent> events) {
        here.appended(events);
        known.appended(events);
    }

    /** What is remembered, if the store says that nothing has changed since. Only then is what other nodes remember taken over. */
    private Optional<SessionSnapshot> present(SessionKey key, Predicate<SessionSnapshot> useful) {
        Optional<SessionSnapshot> found = here.find(key);
        if (found.isPresent() || everywhere == null) {
            return remembered(hitsHere.counted(ifPresent(key, found.filter(useful))));
        }
        hitsHere.counted(found);
        Optional<SessionSnapshot> shared = everywhere.find(key).filter(useful);
        return remembered(hitsEverywhere.counted(ifPresent(key, shared)));
    }

    private Optional<SessionSnapshot> remembered(Optional<SessionSnapshot> present) {
        present.ifPresent(this::keepHere);
        return present;
    }

    private Optional<SessionSnapshot> ifPresent(SessionKey key, Optional<SessionSnapshot> found) {
        return found.filter(
                snapshot -> heads.of(key).filter(snapshot.head()::equals).isPresent());
    }

    /** How often what this node remembers was of use. */
    CacheHits hitsHere() {
        return hitsHere;
    }

    /** How often what all nodes remember was of use, where this one knew nothing. */
    CacheHits hitsEverywhere() {
        return hitsEverywhere;
    }
}
