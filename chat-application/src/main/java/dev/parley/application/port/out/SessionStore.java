package dev.parley.application.port.out;

import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions, without their messages. Thread-safe; every method blocks, is one transaction (but for {@link #purge}
 * and {@link #handOver}), and throws {@link StoreException} if the backend broke.
 *
 * <ol>
 *   <li>G1: a created session is found by its tenant and id with every field unchanged, and by no other tenant.
 *   <li>G2: creating the same id again changes nothing and says {@code Existing}, also when many try at once.
 *   <li>G3: each change appends its events in the same transaction, numbered on by one; a change to what is already so
 *       appends none.
 *   <li>G4: a generated title never replaces a chosen one.
 *   <li>G5: a deleted session is not found, not listed and takes no change; it can be restored until it is purged.
 *   <li>G6: purging removes a session deleted before the given time with all its messages, events and replies; its id
 *       can never be created again. It may take many transactions, so that a large session holds nobody up for long:
 *       wherever it is cut short, the session is whole and can be restored, or no reader ever sees any of it again and
 *       the next purge finishes it.
 *   <li>G7: a list holds the owner's sessions of the asked standing only, in the asked order, each once over all pages
 *       if nothing changes meanwhile, with preview and unread count, in a constant number of queries.
 *   <li>G8: texts survive unchanged.
 *   <li>G9: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 *   <li>G10: handing over makes each living session of an owner another's with one event, once, also when many try at
 *       once; nothing else of it changes, deleted ones stay, and wherever it is cut short, each session is whole and
 *       belongs to one of the two.
 *       The first of its former owners is told with it.
 *   <li>G11: idle sessions are the living ones of a standing that were not updated since a time, the longest untouched of
 *       each tenant first. Retiring one does so only if that is still true and no reply of it is open, once, also when
 *       many try at once; an archived one keeps the time of its last update, so that lists keep their order.
 *   <li>G12: of sessions that are asked for by their keys, each that was not purged is told once, with its owner; if it
 *       lives, as a list shows it to its owner, and if it is deleted, only that. In a constant number of queries.
 * </ol>
 */
public interface SessionStore {

    /** Makes a session and its first event ({@code SessionCreated}, seq 1). */
    Creation create(Session session);

    /**
     * The same for a session that a command makes which may come twice.
     *
     * @param command stands for all that the command asks for, at most 64 characters; told with the session ever after
     */
    Creation create(Session session, String command);

    /** Looks a living session up. */
    Optional<Stored> find(SessionKey key);

    /** One page of an owner's sessions. */
    Page list(Query query);

    /**
     * What is known of some sessions, as they are now.
     *
     * @param keys at most 100
     * @return in any order; what is unknown, purged or another tenant's is left out
     */
    List<Known> known(Collection<SessionKey> keys);

    /** Changes a living session. The last update time becomes {@code at} if anything changed. */
    Change change(SessionKey key, Wish wish, Instant at);

    /** Marks a session as deleted and appends {@code SessionDeleted}. */
    Change delete(SessionKey key, Instant at);

    /**
     * Undoes a deletion.
     *
     * @param owner whose it must be
     * @param notBefore deletions older than this can't be undone
     */
    Change restore(SessionKey key, UserId owner, Instant notBefore, Instant at);

    /**
     * Removes sessions that were deleted before a time, one after the other, each in as many transactions as it needs;
     * idempotent, and gone on with by the next call if this one is cut short.
     *
     * @return which were removed by this call, at most {@code limit}; of many calls at once one names each
     */
    List<SessionKey> purge(Instant deletedBefore, int limit);

    /**
     * Makes an owner's living sessions another's, each in a transaction of its own and with {@code OwnerChanged}; gone on
     * with by the next call. How far the owner has read counts for the new one, who may have read some of it before.
     * When a session was last updated stays, so that lists keep their order.
     *
     * @param owner whose they are; a guest, say
     * @param newOwner whose they become, in the same tenant; if it is the owner, nothing happens
     * @param newName what the assistant calls the new owner; null to leave it
     * @param limit how many sessions at most
     * @return what was appended, one event a session; fewer than {@code limit} if none is left
     */
    List<RecordedEvent> handOver(
            TenantId tenant, UserId owner, UserId newOwner, @Nullable String newName, Instant at, int limit);

    /**
     * Which living sessions nobody has touched since a time, in all tenants.
     *
     * @param limit how many at most
     */
    List<SessionKey> idle(Standing standing, Instant untouchedSince, int limit);

    /**
     * Puts a session away, or deletes it, if nobody has touched it since a time and no reply of it is open.
     *
     * @return {@code Missing} if it is none such, or not active any more and shall be archived
     */
    Change retire(SessionKey key, Fate fate, Instant untouchedSince, Instant at);

    /** Keeps a summary if it covers more than the one kept, and appends {@code SummaryUpdated}. */
    Change summarise(SessionKey key, Summary summary, Instant at);

    /**
     * A session as it is stored.
     *
     * @param session its fields
     * @param lastSeq the number of its last event
     * @param messageCount how many messages it has
     * @param summary what its older part came to; null if there is none
     * @param formerOwner who had it first, before it was handed over; null if it never was
     * @param command what the command asked for that made it; null if that was not told
     */
    record Stored(
            Session session,
            Seq lastSeq,
            long messageCount,
            @Nullable Summary summary,
            @Nullable UserId formerOwner,
            @Nullable String command) {

        /** One that was never handed over, and made by no command that may come twice. */
        public Stored(Session session, Seq lastSeq, long messageCount, @Nullable Summary summary) {
            this(session, lastSeq, messageCount, summary, null, null);
        }
    }

    /** What becomes of a session that nobody touches. */
    enum Fate {
        ARCHIVED,
        DELETED
    }

    /** What came of a creation. */
    sealed interface Creation {

        /** It was made. */
        record Created(Stored stored, RecordedEvent event) implements Creation {}

        /** This id was there already, as it is now. */
        record Existing(Stored stored) implements Creation {}

        /** This id belongs to another tenant or owner, or to a session that was deleted. */
        record Taken() implements Creation {}
    }

    /** What came of a change. */
    sealed interface Change {

        /**
         * It is so now.
         *
         * @param stored the session after the change
         * @param events what was appended; empty if it was so already
         */
        record Done(Stored stored, List<RecordedEvent> events) implements Change {

            /** Copies the list. */
            public Done {
                events = List.copyOf(events);
            }
        }

        /** There is no such living session (for {@code restore}: none that can be restored). */
        record Missing() implements Change {}
    }

    /**
     * What shall be different. Null means: as it is.
     *
     * @param title another title
     * @param standing another standing
     * @param assistant another assistant
     */
    record Wish(
            @Nullable SessionTitle title,
            @Nullable Standing standing,
            @Nullable AssistantName assistant) {}

    /** How a list is sorted: newest first, or titles from A (untitled ones last). Ties are broken by id, as text. */
    enum Sort {
        ACTIVITY,
        CREATED,
        TITLE
    }

    /**
     * Which page of which list.
     *
     * @param tenant whose
     * @param owner whose
     * @param active true for active and closed sessions, false for archived ones, null for all
     * @param sort in which order
     * @param after the cursor of the page before; null for the first page
     * @param limit 1 to 100
     */
    record Query(
            TenantId tenant,
            UserId owner,
            @Nullable Boolean active,
            Sort sort,
            @Nullable Cursor after,
            int limit) {}

    /**
     * A place in a sorted list: the last entry of a page.
     *
     * @param time the entry's sort time; null when sorted by title
     * @param title the entry's title; null when sorted by time or untitled
     * @param id the entry's session id as text
     */
    record Cursor(@Nullable Instant time, @Nullable String title, String id) {}

    /**
     * A page of a list.
     *
     * @param entries in order
     * @param next where the next page begins; null if this is the last
     */
    record Page(List<Entry> entries, @Nullable Cursor next) {

        /** Copies the list. */
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * A session, living or deleted.
     *
     * @param key which
     * @param owner whose
     * @param entry as a list shows it to its owner; null if it is deleted
     */
    record Known(SessionKey key, UserId owner, @Nullable Entry entry) {}

    /**
     * A session in a list.
     *
     * @param session its fields
     * @param messageCount how many messages it has
     * @param preview the beginning of its last message, at most 200 code points; null if it has none
     * @param unread how many ai, system and agent messages are above the owner's read cursor
     */
    record Entry(
            Session session, long messageCount, @Nullable String preview, long unread) {}
}
