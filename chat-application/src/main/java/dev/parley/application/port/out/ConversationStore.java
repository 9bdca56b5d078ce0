package dev.parley.application.port.out;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.search.SearchWords;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps messages and events. Thread-safe; every method blocks, is one transaction (but for {@link #forgetEvents}), and
 * throws {@link StoreException} if the backend broke. When a method that writes has returned, what it wrote survives the
 * death of the process.
 *
 * <ol>
 *   <li>G1: an accepted message, its event and its pending reply are all there, or none is.
 *   <li>G2: the same message again gives {@code Duplicate} with the ids, seq and position of the first time, however
 *       often, however late, also when many try at once; with another text {@code Conflict}, and nothing changes.
 *   <li>G3: events of a session are numbered 1, 2, 3… without holes, also when many write at once; positions and turns
 *       likewise count by one.
 *   <li>G4: texts survive unchanged: emoji, combining marks, trailing blanks, CRLF, a million characters.
 *   <li>G5: history pages are in the order of positions; pages joined are the whole, each message once. A page and its
 *       {@code lastSeq} come from one snapshot.
 *   <li>G6: the window gives whole turns of the active branch, the newest ones up to the asked turn, each question
 *       before its replies, and reads no more rows than it gives.
 *   <li>G7: events after a seq come in order without holes, each with the message it names. Events are forgotten from a
 *       session's first one on; wherever forgetting is cut short, what is left has no holes, and the next call goes on.
 *   <li>G8: a closed session takes no message ({@code Closed}); a deleted, unknown or foreign one is {@code Missing} to
 *       every method. An archived one becomes active by the message, with its event.
 *   <li>G9: sessions do not see each other.
 *   <li>G10: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 *   <li>G11: read cursors only move forward and never beyond the last position.
 *   <li>G12: heads tells the last seq of every session that is not purged, deleted ones too, for thousands of keys.
 *   <li>G13: a message that the session's former owner sent is the same when its owner sends it again, whichever comes
 *       first; who has handed a session over adds nothing to it any more.
 *   <li>G14: a search finds the messages in which {@link SearchWords#areIn} is true, in the living sessions of an owner
 *       and nowhere else, archived ones too; the newest first, ties by session as text and then by position from the
 *       last; each once over all pages if nothing changes meanwhile. It looks at the newest {@link
 *       SearchQuery#MOST_OF_A_SESSION} messages of a session, and at the sessions last updated, up to {@link
 *       SearchQuery#MOST} messages in all or a little more; if it leaves any out, or can't open one, it says so.
 *   <li>G15: a session and its messages change with an event each and not otherwise: at the same last seq they are the
 *       same, and a {@link SessionSnapshot} is, after the events since, what is stored.
 * </ol>
 */
public interface ConversationStore {

    /** Adds a user's message, its event and a pending reply: all or nothing. */
    Acceptance accept(NewMessage message);

    /** Looks a message up. */
    Optional<Message> message(SessionKey key, MessageId id);

    /**
     * The newest messages, or the ones before or after a position, in the order of positions.
     *
     * @return empty if there is no such living session
     */
    Optional<HistoryPage> history(SessionKey key, Range range);

    /**
     * What a memory window is cut from: messages of the active branch.
     *
     * @param upTo the newest turn wanted
     * @param after only turns above this; null for no bound
     * @param turns how many turns at most, the newest ones
     * @return by turn, within a turn by position
     */
    List<Message> window(SessionKey key, Turn upTo, @Nullable Turn after, int turns);

    /** Events after a seq, at most {@code limit}; empty if there is no such living session. */
    Optional<EventPage> events(SessionKey key, Seq after, int limit);

    /** The last seq of each of these sessions, in one query. Deleted sessions are among them; unknown ones are left out. */
    Map<SessionKey, Seq> heads(Collection<SessionKey> keys);

    /**
     * Forgets events older than a time, never the newest of a session; each session in a transaction of its own, so that
     * nobody is held up for long. Idempotent.
     *
     * @return how many were forgotten, at most {@code limit}
     */
    int forgetEvents(Instant before, int limit);

    /**
     * Moves a reader's cursors forward.
     *
     * @param delivered how far delivered; null to leave it
     * @param read how far read (also delivered); null to leave it
     * @return the cursors as they are now; empty if there is no such living session
     */
    Optional<ReadCursors> moveCursors(
            SessionKey key, UserId reader, @Nullable Position delivered, @Nullable Position read);

    /** A reader's cursors; both 0 if it never moved them. Empty if there is no such living session. */
    Optional<ReadCursors> cursors(SessionKey key, UserId reader);

    /** One page of what somebody looks for. A page may hold fewer hits than asked for, though there are more. */
    SearchPage search(SearchQuery query);

    /**
     * What is looked for, and where.
     *
     * @param tenant whose
     * @param owner whose sessions
     * @param words what
     * @param after the place the page before ended at; null for the first page
     * @param limit 1 to 100
     */
    record SearchQuery(
            TenantId tenant,
            UserId owner,
            SearchWords words,
            @Nullable SearchPlace after,
            int limit) {

        /** How many messages of a session are looked at, the newest ones. */
        public static final int MOST_OF_A_SESSION = 10_000;

        /** How many messages are looked at in all. */
        public static final int MOST = 50_000;
    }

    /**
     * A place among hits.
     *
     * @param time when the message there was added
     * @param session where it is
     * @param position its place there
     */
    record SearchPlace(Instant time, SessionId session, Position position) {}

    /**
     * A message that was found.
     *
     * @param message as it stands now
     * @param title what its session is called; null if it has no title
     */
    record Hit(Message message, @Nullable SessionTitle title) {}

    /**
     * A page of hits.
     *
     * @param hits in order
     * @param next where the next page begins; null if this is the last
     * @param complete whether all of the owner's messages were looked at, on this page and the others
     */
    record SearchPage(List<Hit> hits, @Nullable SearchPlace next, boolean complete) {

        /** Copies the list. */
        public SearchPage {
            hits = List.copyOf(hits);
        }
    }

    /**
     * A message to be added, with the reply it asks for.
     *
     * @param key where
     * @param id derived from tenant, session, author and client message id
     * @param earlier the id it has if the session's former owner sent it first; null if there was none
     * @param content who says what
     * @param metadata a JSON object as text
     * @param reply the id its reply will have
     * @param at when
     */
    record NewMessage(
            SessionKey key,
            MessageId id,
            @Nullable MessageId earlier,
            Content.FromUser content,
            String metadata,
            MessageId reply,
            Instant at) {

        /** One of a session that had no other owner. */
        public NewMessage(
                SessionKey key, MessageId id, Content.FromUser content, String metadata, MessageId reply, Instant at) {
            this(key, id, null, content, metadata, reply, at);
        }
    }

    /** What came of a message. */
    sealed interface Acceptance {

        /**
         * It is durable now.
         *
         * @param message as stored; its place holds seq, position and turn
         * @param events what was appended: the message's event is the last
         */
        record Accepted(Message message, List<RecordedEvent> events) implements Acceptance {

            /** Copies the list. */
            public Accepted {
                events = List.copyOf(events);
            }
        }

        /** It was there already, with the same text. Seq is the one of its own event, as the first time. */
        record Duplicate(Message message, Seq seq) implements Acceptance {}

        /** Its id is taken by another text. */
        record Conflict() implements Acceptance {}

        /** The session takes no more messages. */
        record Closed() implements Acceptance {}

        /** There is no such living session. */
        record Missing() implements Acceptance {}
    }

    /** Which part of a history. Limits are 1 to 100. */
    sealed interface Range {

        /** At most how many. */
        int limit();

        /** The newest ones. */
        record Newest(int limit) implements Range {}

        /** The ones just before a position. */
        record Before(Position position, int limit) implements Range {}

        /** The ones just after a position. */
        record After(Position position, int limit) implements Range {}
    }

    /**
     * A part of a history.
     *
     * @param messages by position
     * @param more whether there is more in the direction that was asked for
     * @param totalCount how many messages the session has
     * @param lastSeq the session's last event when this was read
     */
    record HistoryPage(List<Message> messages, boolean more, long totalCount, Seq lastSeq) {

        /** Copies the list. */
        public HistoryPage {
            messages = List.copyOf(messages);
        }
    }

    /**
     * A part of a session's events.
     *
     * @param events by seq, each with its message
     * @param lastSeq the session's last event when this was read
     * @param complete false if some events after the asked seq were forgotten already
     */
    record EventPage(List<RecordedEvent> events, Seq lastSeq, boolean complete) {

        /** Copies the list. */
        public EventPage {
            events = List.copyOf(events);
        }
    }

    /**
     * How far a reader has come, by position; 0 is before the first.
     *
     * @param delivered what reached a device
     * @param read what was seen; at most {@code delivered}
     */
    record ReadCursors(long delivered, long read) {

        /** Refuses cursors that can't be. */
        public ReadCursors {
            if (read < 0 || delivered < read) {
                throw new IllegalArgumentException("cursors must be 0 <= read <= delivered");
            }
        }
    }
}
