package dev.parley.application.usecase;

import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SessionView;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Position;
import dev.parley.domain.session.SessionId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads messages, page by page or one. */
final class ReadHistoryUseCase implements ReadHistory {

    /** The position before the first. */
    private static final long BEGINNING = 0;

    private final Ports ports;
    private final SessionGate gate;
    private final RecentSessions recent;

    ReadHistoryUseCase(Ports ports, SessionGate gate, RecentSessions recent) {
        this.ports = ports;
        this.gate = gate;
        this.recent = recent;
    }

    @Override
    public Outcome read(Query query) {
        Refusal refusal = refusal(query);
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        return switch (gate.asReader(query.caller(), query.session())) {
            case SessionGate.Admission.Refused(var notAdmitted) -> new Outcome.Refused(notAdmitted);
            case SessionGate.Admission.Admitted(var key, var stored) -> page(key, stored, query);
        };
    }

    private static @Nullable Refusal refusal(Query query) {
        Refusal limit = ReadSessionsUseCase.limitRefusal(query.limit());
        if (limit != null) {
            return limit;
        }
        if (query.before() != null && query.after() != null) {
            return new Refusal(ErrorCode.INVALID_MESSAGE, "before", "must not be given together with after");
        }
        if (query.before() != null && query.before() < 1) {
            return new Refusal(ErrorCode.INVALID_MESSAGE, "before", "must be a position, at least 1");
        }
        return query.after() != null && query.after() < BEGINNING
                ? new Refusal(ErrorCode.INVALID_MESSAGE, "after", "must be a position, or 0 for the beginning")
                : null;
    }

    private Outcome page(SessionKey key, SessionStore.Stored stored, Query query) {
        // Read before the page: a reply that ends in between is then told twice, never not at all.
        var open = ports.jobs().open(key).stream()
                .map(progress ->
                        new OpenReply(progress.reply(), progress.question(), progress.state(), progress.attempt()))
                .toList();
        Optional<ConversationStore.HistoryPage> page = read(key, stored, range(query));
        Optional<ConversationStore.ReadCursors> cursors =
                ports.conversations().cursors(key, query.caller().user());
        if (page.isEmpty() || cursors.isEmpty()) {
            return new Outcome.Refused(Refusal.sessionNotFound());
        }
        ConversationStore.HistoryPage read = page.get();
        return new Outcome.Page(
                new SessionView(stored.session(), read.lastSeq(), read.totalCount(), stored.summary()),
                read.messages(),
                isFromBeginning(query) ? read.totalCount() > read.messages().size() : read.more(),
                open,
                cursors.get().delivered(),
                cursors.get().read());
    }

    private Optional<ConversationStore.HistoryPage> read(SessionKey key, SessionStore.Stored stored, Range range) {
        return range instanceof Range.Newest(int limit)
                ? recent.newest(key, stored, limit)
                : ports.conversations().history(key, range);
    }

    private static Range range(Query query) {
        Long before = query.before();
        Long after = query.after();
        if (isFromBeginning(query)) {
            // Positions have no holes: the first page is what is before the one after it.
            return new Range.Before(new Position(query.limit() + 1L), query.limit());
        }
        if (before != null) {
            return new Range.Before(new Position(before), query.limit());
        }
        return after != null ? new Range.After(new Position(after), query.limit()) : new Range.Newest(query.limit());
    }

    private static boolean isFromBeginning(Query query) {
        return query.after() != null && query.after() == BEGINNING;
    }

    @Override
    public MessageOutcome message(Principal caller, SessionId session, MessageId message) {
        return switch (gate.asReader(caller, session)) {
            case SessionGate.Admission.Refused(var refusal) -> new MessageOutcome.Refused(refusal);
            case SessionGate.Admission.Admitted(var key, var stored) -> message(key, message);
        };
    }

    private MessageOutcome message(SessionKey key, MessageId id) {
        Optional<ReplyJobs.Progress> progress = ports.jobs().progress(key, id);
        if (progress.isPresent()
                && progress.get().reply().equals(id)
                && !progress.get().state().ended()) {
            ReplyJobs.Progress open = progress.get();
            return new MessageOutcome.Open(new OpenReply(open.reply(), open.question(), open.state(), open.attempt()));
        }
        Optional<Message> found = ports.conversations().message(key, id);
        return found.isPresent()
                ? new MessageOutcome.Found(found.get())
                : new MessageOutcome.Refused(
                        new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "message_id", "no such message in this session"));
    }
}
