package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.ConversationStore.HistoryPage;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session was when its last event was {@code head}: its newest messages, and the rest of it. A session changes by
 * events alone, so at the same last seq it is the same, and a snapshot goes on from event to event without the store.
 *
 * @param header the session as it was at its own {@code lastSeq}. Where an event changed what it does not tell, a title
 *     say, the header stays behind {@code head}; owner and standing never do
 * @param newest the newest messages, by position without holes, at most {@value #MOST}; there may be more before them
 * @param head the last event that is in it
 */
public record SessionSnapshot(Stored header, List<Message> newest, Seq head) {

    /** How many messages are in it at most: a page of a history, and more than an ordinary memory window. */
    public static final int MOST = 50;

    private static final int BYTES_OF_ANY = 512;

    /** Copies the list. Refuses a header from after the head, and more messages than there may be. */
    public SessionSnapshot {
        requireNonNull(header, "header");
        requireNonNull(head, "head");
        newest = List.copyOf(newest);
        if (header.lastSeq().compareTo(head) > 0 || newest.size() > MOST) {
            throw new IllegalArgumentException("a snapshot has a header of its past and at most " + MOST + " messages");
        }
    }

    /**
     * A session as it is stored, with its newest messages.
     *
     * @param page its newest messages, at most {@value #MOST}
     * @return empty if the two were read with a change between
     */
    public static Optional<SessionSnapshot> of(Stored stored, HistoryPage page) {
        return stored.lastSeq().equals(page.lastSeq())
                ? Optional.of(new SessionSnapshot(stored, page.messages(), page.lastSeq()))
                : Optional.empty();
    }

    /** Which session it is. */
    public SessionKey key() {
        return new SessionKey(header.session().tenant(), header.session().id());
    }

    /** Whether the header is as of the head, too. */
    public boolean isWhole() {
        return header.lastSeq().equals(head);
    }

    /** Whether it tells more than another one of the same moment: a later header or, with the same, more messages. */
    public boolean tellsMoreThan(SessionSnapshot other) {
        int order = header.lastSeq().compareTo(other.header.lastSeq());
        return order > 0 || (order == 0 && newest.size() > other.newest.size());
    }

    /** How many messages the session has. */
    public long messageCount() {
        return newest.isEmpty() ? 0 : newest.getLast().place().position().value();
    }

    /** The same with the header as it is stored now; empty if there was a change since, or the header is older. */
    public Optional<SessionSnapshot> with(Stored stored) {
        return stored.lastSeq().equals(head)
                ? Optional.of(new SessionSnapshot(stored, newest, head))
                : Optional.empty();
    }

    /**
     * What it is after an event. One that is in it already changes nothing.
     *
     * @return empty if that can't be told without the store
     */
    public Optional<SessionSnapshot> after(RecordedEvent event) {
        if (event.seq().compareTo(head) <= 0) {
            return Optional.of(this);
        }
        return event.seq().equals(head.next()) ? next(event) : Optional.empty();
    }

    private Optional<SessionSnapshot> next(RecordedEvent event) {
        return switch (event.event()) {
            case SessionEvent.MessageAdded ignored -> added(event);
            case SessionEvent.ReplyEnded ignored -> added(event);
            case SessionEvent.SessionRenamed ignored -> Optional.of(headerStaysBehind(event));
            case SessionEvent.AssistantChanged ignored -> Optional.of(headerStaysBehind(event));
            case SessionEvent.SummaryUpdated ignored -> Optional.of(headerStaysBehind(event));
            case SessionEvent.MessageUpdated ignored -> Optional.empty();
            case SessionEvent.StandingChanged ignored -> Optional.empty();
            case SessionEvent.SessionCreated ignored -> Optional.empty();
            case SessionEvent.SessionDeleted ignored -> Optional.empty();
            case SessionEvent.SessionRestored ignored -> Optional.empty();
            case SessionEvent.OwnerChanged ignored -> Optional.empty();
        };
    }

    private SessionSnapshot headerStaysBehind(RecordedEvent event) {
        return new SessionSnapshot(header, newest, event.seq());
    }

    private Optional<SessionSnapshot> added(RecordedEvent event) {
        Message message = event.message();
        if (message == null
                || !message.place().seq().equals(event.seq())
                || message.place().position().value() != messageCount() + 1) {
            return Optional.empty();
        }
        List<Message> following = new ArrayList<>(newest.subList(Math.max(0, newest.size() + 1 - MOST), newest.size()));
        following.add(message);
        return Optional.of(
                new SessionSnapshot(isWhole() ? counting(message, event.seq()) : header, following, event.seq()));
    }

    private Stored counting(Message message, Seq seq) {
        return new Stored(
                header.session().touched(message.createdAt()),
                seq,
                message.place().position().value(),
                header.summary(),
                header.formerOwner(),
                header.command());
    }

    /**
     * The newest messages as {@link ConversationStore#history} gives them.
     *
     * @param limit at most how many, at least 1
     * @return empty if not so many are in it, though there are more
     */
    public Optional<HistoryPage> page(int limit) {
        int size = newest.size();
        if (size < limit && !isAll()) {
            return Optional.empty();
        }
        List<Message> messages = newest.subList(Math.max(0, size - limit), size);
        return Optional.of(new HistoryPage(messages, messageCount() > messages.size(), messageCount(), head));
    }

    /**
     * What {@link ConversationStore#window} gives for the same.
     *
     * @return empty if it does not reach back so far
     */
    public Optional<List<Message>> window(Turn upTo, @Nullable Turn after, int turns) {
        long last = newest.stream()
                .mapToLong(message -> message.place().turn().value())
                .filter(turn -> turn <= upTo.value())
                .max()
                .orElse(0);
        long above = Math.max(last - turns, after == null ? 0 : after.value());
        if (!isAll() && !asks(above + 1)) {
            return Optional.empty();
        }
        return Optional.of(newest.stream()
                .filter(message -> message.place().active())
                .filter(message -> message.place().turn().value() > above
                        && message.place().turn().value() <= last)
                .sorted(Comparator.comparing(
                                (Message message) -> message.place().turn())
                        .thenComparing(message -> message.place().position()))
                .toList());
    }

    private boolean isAll() {
        return newest.size() == messageCount();
    }

    /** Turns begin with their questions and in their order: where the question of one is, all that follow it are. */
    private boolean asks(long turn) {
        return newest.stream()
                .anyMatch(message -> message.content() instanceof Content.FromUser
                        && message.place().turn().value() == turn);
    }

    /** About how many bytes of memory it takes. */
    public int weight() {
        Session session = header.session();
        long characters = length(session.ownerName()) + session.metadata().length();
        characters += session.context() == null ? 0 : session.context().text().length();
        characters += header.summary() == null ? 0 : header.summary().text().length();
        for (Message message : newest) {
            characters += message.text().length() + message.metadata().length();
        }
        return (int) Math.min(Integer.MAX_VALUE, 2 * characters + (newest.size() + 2L) * BYTES_OF_ANY);
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
