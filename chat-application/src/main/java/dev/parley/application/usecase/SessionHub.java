package dev.parley.application.usecase;

import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of one followed session: its head, and its latest events without holes. Shared by all feeds of
 * the session. What is missing here is read from the store.
 */
final class SessionHub {

    private static final int EVENTS_KEPT = 64;
    private static final int EVENTS_READ = 50;

    private final SessionKey key;
    private final ConversationStore conversations;
    private final ReplyLog log;
    private final Presence presence;
    private final Attendance attendance;
    private final TypingThrottle throttle;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<SessionFeed> feeds = ConcurrentHashMap.newKeySet();
    private final Deque<RecordedEvent> recent = new ArrayDeque<>();
    private final ReentrantLock listeningLock = new ReentrantLock();
    private final List<Listening> listenings = new ArrayList<>(3);
    private boolean listens;
    private long known;
    private volatile long head;

    SessionHub(
            SessionKey key, ConversationStore conversations, ReplyLog log, Presence presence, LongSupplier nanoClock) {
        this.key = key;
        this.conversations = conversations;
        this.log = log;
        this.presence = presence;
        this.attendance = new Attendance(nanoClock);
        this.throttle = new TypingThrottle(nanoClock);
    }

    SessionKey key() {
        return key;
    }

    /** Begins to listen, unless it does already. May block, so it is called under no lock of a map. */
    void listen(EventBus bus) {
        listeningLock.lock();
        try {
            if (!listens) {
                listenings.add(log.listen(key, this::changed));
                listenings.add(bus.listen(key, this::heard));
                listenings.add(presence.watch(key, this::seen));
                listens = true;
            }
        } finally {
            listeningLock.unlock();
        }
    }

    /** Called when no feed is left. */
    void stopListening() {
        listeningLock.lock();
        try {
            listenings.forEach(Listening::close);
        } finally {
            listeningLock.unlock();
        }
    }

    void add(SessionFeed feed) {
        feeds.add(feed);
    }

    void remove(SessionFeed feed) {
        feeds.remove(feed);
    }

    boolean isEmpty() {
        return feeds.isEmpty();
    }

    Seq head() {
        return new Seq(head);
    }

    ReplyLog.@Nullable ReplyText current() {
        return log.current(key);
    }

    void changed() {
        feeds.forEach(SessionFeed::changed);
    }

    /** A message of somebody's that waited for the store was there already. Does not block. */
    void stored(UserId whose, FeedItem.MessageStored item) {
        feeds.forEach(feed -> feed.stored(whose, item));
    }

    /** Who is here now, and who types. Does not block. */
    Company company() {
        return attendance.now();
    }

    /** A reader came. Does not block. */
    Presence.Stay enter(Presence.Member reader) {
        return presence.enter(key, reader);
    }

    /** A reader left. If it was the last connection here of somebody who typed, that is over. Does not block. */
    void left(UserId reader) {
        if (feeds.stream().noneMatch(feed -> feed.isOf(reader))) {
            typing(reader, false);
        }
    }

    /** A reader types, or does not any more. Does not block. */
    void typing(UserId reader, boolean isTyping) {
        if (throttle.isNews(reader, isTyping)) {
            presence.typing(key, reader, isTyping);
        }
    }

    private void seen(Presence.Sighting sighting) {
        if (attendance.seen(sighting)) {
            changed();
        }
    }

    /** Time has passed. */
    void expireTyping() {
        if (attendance.expire()) {
            changed();
        }
    }

    /** Who has said it does not type it any more. Other nodes are told, too, if it was said from here that they type. */
    private void stopsTyping(@Nullable Message said) {
        UserId author = said == null ? null : author(said);
        if (author != null) {
            typing(author, false);
            attendance.stopsTyping(author);
        }
    }

    private static @Nullable UserId author(Message message) {
        return switch (message.content()) {
            case Content.FromUser user -> user.author();
            case Content.FromAgent agent -> agent.agent();
            case Content.FromAi ignored -> null;
            case Content.FromSystem ignored -> null;
        };
    }

    void heard(Announcement announcement) {
        switch (announcement) {
            case Announcement.Appended(var ignored, var events) -> appended(events);
            case Announcement.CursorsMoved(var ignored, var reader, var cursors) ->
                feeds.forEach(feed -> feed.moved(reader, cursors));
            case Announcement.CancelRequested ignored -> {}
        }
    }

    private void appended(List<RecordedEvent> events) {
        lock.lock();
        try {
            events.forEach(this::keepIfNext);
            head = Math.max(head, events.getLast().seq().value());
        } finally {
            lock.unlock();
        }
        events.stream()
                .filter(event -> event.event() instanceof SessionEvent.MessageAdded)
                .forEach(event -> stopsTyping(event.message()));
        changed();
    }

    /** The store says that events up to here are committed. */
    void headIs(Seq seq) {
        boolean news;
        lock.lock();
        try {
            news = seq.value() > head;
            head = Math.max(head, seq.value());
            if (recent.isEmpty() && known == 0) {
                known = head;
            }
        } finally {
            lock.unlock();
        }
        if (news) {
            changed();
        }
    }

    private void keepIfNext(RecordedEvent event) {
        if (known == 0 && recent.isEmpty()) {
            known = event.seq().value() - 1;
        }
        if (event.seq().value() == known + 1 && hasItsMessage(event)) {
            known++;
            recent.addLast(event);
            if (recent.size() > EVENTS_KEPT) {
                recent.removeFirst();
            }
        }
    }

    private static boolean hasItsMessage(RecordedEvent event) {
        return switch (event.event()) {
            case SessionEvent.MessageAdded ignored -> event.message() != null;
            case SessionEvent.MessageUpdated ignored -> event.message() != null;
            case SessionEvent.ReplyEnded ignored -> event.message() != null;
            case SessionEvent.SessionCreated ignored -> true;
            case SessionEvent.SessionRenamed ignored -> true;
            case SessionEvent.AssistantChanged ignored -> true;
            case SessionEvent.StandingChanged ignored -> true;
            case SessionEvent.SessionDeleted ignored -> true;
            case SessionEvent.SessionRestored ignored -> true;
            case SessionEvent.OwnerChanged ignored -> true;
            case SessionEvent.SummaryUpdated ignored -> true;
        };
    }

    /**
     * Events after a seq, without holes; read from the store where they are not at hand.
     *
     * @return an empty list if there are none now; an empty optional if the session is gone
     */
    Optional<List<RecordedEvent>> after(long seq) {
        if (seq >= head) {
            return Optional.of(List.of());
        }
        List<RecordedEvent> kept = keptAfter(seq);
        return kept.isEmpty() ? read(seq) : Optional.of(kept);
    }

    private List<RecordedEvent> keptAfter(long seq) {
        lock.lock();
        try {
            if (recent.isEmpty() || recent.getFirst().seq().value() > seq + 1) {
                return List.of();
            }
            return recent.stream().filter(event -> event.seq().value() > seq).toList();
        } finally {
            lock.unlock();
        }
    }

    private Optional<List<RecordedEvent>> read(long seq) {
        var page = conversations.events(key, new Seq(seq), EVENTS_READ);
        page.ifPresent(read -> {
            lock.lock();
            try {
                beginAnewBeyond(read.events());
                read.events().forEach(this::keepIfNext);
                head = Math.max(head, read.lastSeq().value());
            } finally {
                lock.unlock();
            }
        });
        return page.map(ConversationStore.EventPage::events);
    }

    /** Events with a hole before them are kept instead of older ones, which slow readers find in the store. */
    private void beginAnewBeyond(List<RecordedEvent> events) {
        if (!events.isEmpty() && events.getFirst().seq().value() > known + 1) {
            recent.clear();
            known = events.getFirst().seq().value() - 1;
        }
    }

    /** Whether a reply's end is among the events after one seq up to another; events not at hand are read. */
    boolean endedBetween(MessageId reply, long after, long upTo) {
        long seq = after;
        while (seq < upTo) {
            List<RecordedEvent> events = after(seq).orElse(List.of());
            if (events.isEmpty()) {
                return false;
            }
            for (RecordedEvent event : events) {
                if (event.seq().value() <= upTo
                        && event.event() instanceof SessionEvent.ReplyEnded(var ended, var ignored)
                        && ended.equals(reply)) {
                    return true;
                }
            }
            seq = events.getLast().seq().value();
        }
        return false;
    }
}
