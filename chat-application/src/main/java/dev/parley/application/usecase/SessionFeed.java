package dev.parley.application.usecase;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.SessionView;
import dev.parley.application.port.out.ConversationStore.ReadCursors;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader's cursor: events in the order of seq, between them the text of the running reply, and who else is there. Of
 * that it keeps the moment it told last, whatever happened since.
 */
final class SessionFeed implements Feed {

    private static final Logger LOG = LoggerFactory.getLogger(SessionFeed.class);

    /** More missed events than this are not told one by one; the reader reads the history anew. */
    static final int MOST_MISSED = 500;

    private final SessionHub hub;
    private final Runnable onChange;
    private final Context context;
    private final Presence.Member reader;
    private final Predicate<Session> mayRead;
    private final Semaphore changes = new Semaphore(0);
    private final Deque<FeedItem> ready = new ArrayDeque<>();
    private final Deque<RecordedEvent> events = new ArrayDeque<>();
    private final AtomicReference<@Nullable ReadCursors> moved = new AtomicReference<>();
    private final Queue<FeedItem> stored = new ConcurrentLinkedQueue<>();
    private final Deque<FeedItem> passing = new ArrayDeque<>();
    private final ReplyTeller teller;
    private @Nullable SessionView opened;
    private Company told = Company.NOBODY;
    private boolean passingFirst;
    private long seq;
    private boolean begun;
    private volatile Presence.@Nullable Stay stay;
    private volatile boolean gone;
    private volatile boolean closed;

    /** Makes a feed over the hub of its session. */
    @FunctionalInterface
    interface Factory {
        SessionFeed over(SessionHub hub);
    }

    /** What every feed of a node shares. */
    record Context(SessionHubs hubs, SessionViews views, int largestPiece, LongSupplier nanoClock) {}

    /**
     * A feed of one reader.
     *
     * @param reader whose cursors it tells of, and whom others are told of
     * @param mayRead whether the reader may read the session as it is now
     */
    SessionFeed(
            SessionHub hub, Runnable onChange, Context context, Presence.Member reader, Predicate<Session> mayRead) {
        this.hub = hub;
        this.onChange = onChange;
        this.context = context;
        this.reader = reader;
        this.mayRead = mayRead;
        this.teller = new ReplyTeller(hub, context.largestPiece());
    }

    SessionHub hub() {
        return hub;
    }

    /**
     * Begins where the session stands now, with the reader in it. Called once, by who opens the feed, before anybody else
     * sees it.
     */
    void begin(SessionView view) {
        opened = view;
        seq = view.lastSeq().value();
        hub.headIs(view.lastSeq());
        stay = hub.enter(reader);
    }

    boolean isOf(UserId user) {
        return reader.user().equals(user);
    }

    /** Somebody's cursors moved. From any thread; does not block. Of several only the farthest are told. */
    void moved(UserId whose, ReadCursors cursors) {
        if (isOf(whose)) {
            moved.accumulateAndGet(
                    cursors,
                    (before, now) -> before == null
                            ? now
                            : new ReadCursors(
                                    Math.max(before.delivered(), now.delivered()),
                                    Math.max(before.read(), now.read())));
            changed();
        }
    }

    /** A message of somebody's that waited for the store was there already. From any thread; does not block. */
    void stored(UserId whose, FeedItem.MessageStored item) {
        if (isOf(whose)) {
            stored.add(item);
            changed();
        }
    }

    /** Something may have happened. From any thread; does not block. */
    void changed() {
        if (changes.availablePermits() == 0) {
            changes.release();
        }
        try {
            onChange.run();
        } catch (RuntimeException e) {
            LOG.error("a feed's listener failed; it is told again of the next change", e);
        }
    }

    @Override
    public SessionView opened() {
        if (opened == null) {
            throw new IllegalStateException("the feed was not begun");
        }
        return opened;
    }

    @Override
    public void resume(Resume from) {
        if (begun) {
            throw new IllegalStateException("the feed has begun already");
        }
        long head = Math.max(seq, hub.head().value());
        boolean complete = catchUp(from.after().value(), head);
        begun = true;
        if (!complete) {
            seq = head;
        }
        teller.resume(complete ? from.reply() : null, head);
        ready.add(new FeedItem.Resumed(new Seq(head), complete));
        if (!complete) {
            endIfForeign();
        }
    }

    private boolean catchUp(long after, long head) {
        if (after > head || head - after > MOST_MISSED) {
            return false;
        }
        List<RecordedEvent> missed =
                after == head ? List.of() : hub.after(after).orElse(List.of());
        if (after < head && !joins(missed, after)) {
            return false;
        }
        seq = after;
        events.addAll(missed);
        return true;
    }

    private static boolean joins(List<RecordedEvent> following, long after) {
        return !following.isEmpty() && following.getFirst().seq().value() == after + 1;
    }

    @Override
    public @Nullable FeedItem poll() {
        if (closed) {
            throw new IllegalStateException("the feed is closed");
        }
        return take();
    }

    /** Who comes, goes and types, and all the rest, take turns: neither waits for more than one item of the other. */
    private @Nullable FeedItem take() {
        begun = true;
        FeedItem first = ready.poll();
        if (first == null && !gone) {
            first = moved();
        }
        if (first == null && !gone) {
            first = stored.poll();
        }
        if (first != null) {
            return first;
        }
        passingFirst = !passingFirst;
        FeedItem item = passingFirst ? passing() : lasting();
        if (item == null) {
            item = passingFirst ? lasting() : passing();
        }
        return item;
    }

    private @Nullable FeedItem passing() {
        if (gone) {
            return null;
        }
        Company now = hub.company();
        if (passing.isEmpty() && !now.equals(told)) {
            passing.addAll(now.since(told, reader.user()));
            told = now;
        }
        return passing.poll();
    }

    private @Nullable FeedItem lasting() {
        FeedItem item = null;
        while (item == null) {
            RecordedEvent event = nextEvent();
            if (event != null) {
                item = tell(event);
            } else if (ready.isEmpty()) {
                return gone ? null : teller.running(seq);
            } else {
                item = ready.poll();
            }
        }
        return item;
    }

    private @Nullable FeedItem moved() {
        ReadCursors cursors = moved.getAndSet(null);
        return cursors == null ? null : new FeedItem.CursorsMoved(cursors.delivered(), cursors.read());
    }

    private @Nullable RecordedEvent nextEvent() {
        if (events.isEmpty() && !gone) {
            hub.after(seq).ifPresentOrElse(this::goOn, this::sessionIsGone);
        }
        return events.peek();
    }

    /** A reader so slow that the store has forgotten what comes next must read the history anew. */
    private void goOn(List<RecordedEvent> following) {
        if (following.isEmpty() || joins(following, seq)) {
            events.addAll(following);
        } else {
            seq = hub.head().value();
            teller.resume(null, seq);
            ready.add(new FeedItem.Resumed(new Seq(seq), false));
            endIfForeign();
        }
    }

    private void sessionIsGone() {
        gone = true;
        events.add(new RecordedEvent(
                hub.key(), hub.head(), context.views().now(), new SessionEvent.SessionDeleted(), null));
    }

    private @Nullable FeedItem tell(RecordedEvent event) {
        return switch (event.event()) {
            case SessionEvent.ReplyEnded ignored -> {
                FeedItem before = teller.beforeEnd(message(event), event.seq().value());
                yield before != null ? before : passed(event, teller.end(event.seq(), message(event)));
            }
            case SessionEvent.MessageAdded ignored ->
                passed(event, new FeedItem.MessageChanged(event.seq(), message(event), false));
            case SessionEvent.MessageUpdated ignored ->
                passed(event, new FeedItem.MessageChanged(event.seq(), message(event), true));
            case SessionEvent.SessionDeleted deleted -> passed(event, deleted(event, deleted));
            case SessionEvent.SessionCreated other -> passed(event, changed(event, other));
            case SessionEvent.SessionRenamed other -> passed(event, changed(event, other));
            case SessionEvent.AssistantChanged other -> passed(event, changed(event, other));
            case SessionEvent.StandingChanged other -> passed(event, changed(event, other));
            case SessionEvent.SessionRestored other -> passed(event, changed(event, other));
            case SessionEvent.OwnerChanged owned -> passed(event, ownerChanged(event, owned));
            case SessionEvent.SummaryUpdated other -> passed(event, changed(event, other));
        };
    }

    private FeedItem.SessionChanged changed(RecordedEvent event, SessionEvent what) {
        Instant at = event.at();
        return new FeedItem.SessionChanged(
                event.seq(), at, what, context.views().view(hub.key()).orElse(null));
    }

    /** A deletion that was undone since is one event among others. */
    private FeedItem deleted(RecordedEvent event, SessionEvent.SessionDeleted what) {
        if (gone) {
            return new FeedItem.SessionChanged(event.seq(), event.at(), what, null);
        }
        FeedItem.SessionChanged item = changed(event, what);
        gone = item.session() == null;
        return item;
    }

    /** Whoever may not read the session any more is told this and nothing that came after it. */
    private FeedItem ownerChanged(RecordedEvent event, SessionEvent.OwnerChanged what) {
        FeedItem.SessionChanged item = changed(event, what);
        SessionView view = item.session();
        if (view != null && mayRead.test(view.session())) {
            return item;
        }
        gone = true;
        return new FeedItem.SessionChanged(event.seq(), event.at(), what, null);
    }

    /** What was passed over may have been a change of the owner. */
    private void endIfForeign() {
        SessionView view = context.views().view(hub.key()).orElse(null);
        if (view != null && !mayRead.test(view.session())) {
            gone = true;
            ready.add(new FeedItem.SessionChanged(
                    new Seq(seq), context.views().now(), new SessionEvent.OwnerChanged(), null));
        }
    }

    private FeedItem passed(RecordedEvent event, FeedItem item) {
        events.remove();
        seq = event.seq().value();
        if (gone) {
            events.clear();
        }
        return item;
    }

    private static Message message(RecordedEvent event) {
        Message message = event.message();
        if (message == null) {
            throw new IllegalStateException("event " + event.seq().value() + " came without its message");
        }
        return message;
    }

    @Override
    public @Nullable FeedItem next(Duration atMost) throws InterruptedException {
        long deadline = context.nanoClock().getAsLong() + atMost.toNanos();
        while (!closed) {
            changes.drainPermits();
            // Asked again: the permit of a close that came in between is gone.
            FeedItem item = closed ? null : take();
            if (item != null || closed) {
                return item;
            }
            long left = deadline - context.nanoClock().getAsLong();
            if (left <= 0 || !changes.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                return null;
            }
        }
        return null;
    }

    @Override
    public Seq lastSeq() {
        return hub.head();
    }

    @Override
    public void typing(boolean isTyping) {
        if (!closed && !gone) {
            hub.typing(reader.user(), isTyping);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.hubs().close(this);
            leave();
            changes.release();
        }
    }

    private void leave() {
        Presence.Stay here = stay;
        if (here != null) {
            here.close();
            hub.left(reader.user());
        }
    }
}
