package dev.parley.application.usecase;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.SessionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was said of late in a session: what a prompt is made of without the store. A value; it follows the events until one
 * is missed, or does not tell what it made of the session.
 *
 * @param stored its session when this began
 * @param messages whole turns up to the newest, in the order they came to be known
 * @param head the last event this agrees with
 * @param cut whether there are older messages that a prompt may need
 */
record KnownHistory(Stored stored, List<Message> messages, Seq head, boolean cut) {

    private static final int MOST_TURNS = 64;

    /** Also an empty history takes room. */
    private static final long CHARACTERS_OF_NONE = 500;

    /** Copies the list. */
    KnownHistory {
        messages = List.copyOf(messages);
    }

    /** Of a session whose newest messages were read. Turns that begin before these are left out. */
    static KnownHistory of(SessionSnapshot snapshot) {
        boolean cut = snapshot.newest().size() < snapshot.messageCount();
        long first = cut ? firstQuestion(snapshot.newest()) : 0;
        return new KnownHistory(
                snapshot.header(),
                snapshot.newest().stream()
                        .filter(message -> message.place().active())
                        .filter(message -> message.place().turn().value() >= first)
                        .toList(),
                snapshot.head(),
                cut);
    }

    /** Turns begin with their questions and in their order: where the question of one is, all that follow it are. */
    private static long firstQuestion(List<Message> messages) {
        return turns(messages, Content.FromUser.class::isInstance).stream()
                .mapToLong(Turn::value)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Of a session of which a prompt was made.
     *
     * @param messages all that a prompt of today's window is made of
     * @return empty if something was said in it that is not among them
     */
    static Optional<KnownHistory> of(Stored stored, List<Message> messages) {
        long last = messages.stream()
                .mapToLong(message -> message.place().position().value())
                .max()
                .orElse(0);
        return last == stored.messageCount()
                ? Optional.of(new KnownHistory(stored, messages, stored.lastSeq(), false))
                : Optional.empty();
    }

    /** Whether a snapshot is of a later event or, where this was cut, has more of what was said before. */
    boolean tellsLessThan(SessionSnapshot snapshot) {
        int order = head.compareTo(snapshot.head());
        return order < 0
                || (order == 0 && cut && messages.size() < snapshot.newest().size());
    }

    /** Whether every question in it was answered. */
    boolean isAnswered() {
        Set<Turn> answered = turns(messages, Content.FromAi.class::isInstance);
        return answered.containsAll(turns(messages, Content.FromUser.class::isInstance));
    }

    boolean has(MessageId id) {
        return messages.stream().anyMatch(message -> message.id().equals(id));
    }

    /** How many turns there are. */
    int turns() {
        return turns(messages, any -> true).size();
    }

    /** The last turn; 0 if there is none. */
    long lastTurn() {
        return messages.stream()
                .mapToLong(message -> message.place().turn().value())
                .max()
                .orElse(0);
    }

    private static Set<Turn> turns(List<Message> messages, Predicate<Content> kind) {
        return messages.stream()
                .filter(message -> kind.test(message.content()))
                .map(message -> message.place().turn())
                .collect(Collectors.toSet());
    }

    /** About how much room it takes, in characters. */
    long weight() {
        long context = stored.session().context() == null
                ? 0
                : stored.session().context().text().length();
        long summary = stored.summary() == null ? 0 : stored.summary().text().length();
        return messages.stream()
                .mapToLong(message -> message.text().length())
                .reduce(CHARACTERS_OF_NONE + context + summary, Long::sum);
    }

    /**
     * What it is after an event. One that is in it already changes nothing.
     *
     * @return empty if that can't be told
     */
    Optional<KnownHistory> after(RecordedEvent event) {
        if (event.seq().compareTo(head) <= 0) {
            return Optional.of(this);
        }
        return event.seq().equals(head.next()) ? next(event) : Optional.empty();
    }

    private Optional<KnownHistory> next(RecordedEvent event) {
        return switch (event.event()) {
            case SessionEvent.MessageAdded ignored -> added(event);
            case SessionEvent.ReplyEnded ignored -> added(event);
            case SessionEvent.SessionCreated ignored -> Optional.of(at(event.seq()));
            case SessionEvent.SessionRenamed ignored -> Optional.of(at(event.seq()));
            // What it sums up is among the messages.
            case SessionEvent.SummaryUpdated ignored -> Optional.of(at(event.seq()));
            case SessionEvent.MessageUpdated ignored -> Optional.empty();
            case SessionEvent.AssistantChanged ignored -> Optional.empty();
            case SessionEvent.StandingChanged ignored -> Optional.empty();
            case SessionEvent.SessionDeleted ignored -> Optional.empty();
            case SessionEvent.SessionRestored ignored -> Optional.empty();
            case SessionEvent.OwnerChanged ignored -> Optional.empty();
        };
    }

    private KnownHistory at(Seq event) {
        return new KnownHistory(stored, messages, event, cut);
    }

    private Optional<KnownHistory> added(RecordedEvent event) {
        Message message = event.message();
        if (message == null) {
            return Optional.empty();
        }
        var all = new ArrayList<>(messages);
        all.add(message);
        var longer = new KnownHistory(stored, all, event.seq(), cut);
        return Optional.of(longer.turns() > MOST_TURNS ? longer.withoutFirstTurn() : longer);
    }

    private KnownHistory withoutFirstTurn() {
        Turn first = messages.getFirst().place().turn();
        return new KnownHistory(
                stored,
                messages.stream()
                        .filter(message -> !message.place().turn().equals(first))
                        .toList(),
                head,
                true);
    }
}
