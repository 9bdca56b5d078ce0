package dev.parley.application.usecase;

import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Whether the store is away, and what people say meanwhile: it is kept in a journal, and given to the store when that is
 * back, in the order it was said. Until the store has what a session was told, all that follows in it waits behind.
 *
 * <p>Without a journal there is nothing to fall back on, and a store that is away is told to whoever asks.
 */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /** Asked for to see whether the store answers: nobody's. */
    private static final SessionKey NOBODYS = new SessionKey(TenantId.DEFAULT, new SessionId(new UUID(0, 0)));

    private final @Nullable MessageJournal journal;
    private final ConversationStore conversations;
    private final Announcer announcer;
    private final SessionHubs hubs;
    private final StoreRefusals refusals;
    private final Replies replies;
    private final Duration patience;
    private volatile boolean away;

    /** Whoever has answered messages that the store has not got. */
    interface Replies {

        /** Called before the store is given anything. Blocks on the store. */
        void beforeReplay();

        /**
         * The store has got a message. Blocks on the store.
         *
         * @return false if its reply is to be written as any other
         */
        boolean stored(NewMessage message);

        /** The store will never have a message. */
        void dropped(NewMessage message);
    }

    /** @param patience how long somebody waits for the store before it counts as away */
    Outage(Ports ports, Announcer announcer, SessionHubs hubs, Replies replies, Duration patience) {
        this.replies = replies;
        this.patience = patience;
        this.journal = ports.journal();
        this.conversations = ports.conversations();
        this.announcer = announcer;
        this.hubs = hubs;
        this.refusals = new StoreRefusals(ports.nanoClock());
    }

    /** Whether the store was away when it was asked last. Does not block. */
    boolean isAway() {
        return away;
    }

    /** How many messages wait for the store. */
    int waiting() {
        return journal == null ? 0 : journal.pending().size();
    }

    /**
     * What the store says. One that takes too long counts as away, though what was asked may still be done: this is for what
     * may be asked again. Without a journal it is waited for as long as it takes.
     *
     * @throws StoreException.Unavailable if the store is away
     */
    <T> T ask(Supplier<T> question) {
        if (journal == null) {
            return question.get();
        }
        Map<String, String> known = MDC.getCopyOfContextMap();
        var answer = new CompletableFuture<T>();
        Thread.ofVirtual().name("parley-ask").start(() -> {
            if (known != null) {
                MDC.setContextMap(known);
            }
            try {
                answer.complete(question.get());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return awaited(answer);
    }

    private <T> T awaited(CompletableFuture<T> answer) {
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new StoreException.Unavailable("the store has not answered within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("nobody waits for the store any more", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("the store failed in a way it can't", e);
        }
    }

    /** The store did not answer: from now on it is not asked by those who have people waiting. Throws it on without a journal. */
    void begins(StoreException.Unavailable cause) {
        if (journal == null) {
            throw cause;
        }
        if (!away) {
            LOG.warn("the store is away; what is said is kept in the journal until it is back", cause);
        }
        away = true;
    }

    /** Whether what is said in a session must go by the journal: the store is away, or has not got all that was said before. */
    boolean concerns(SessionKey key) {
        return away
                || (journal != null
                        && !journal.isEmpty()
                        && journal.pending().stream()
                                .anyMatch(message -> message.key().equals(key) && !refusals.has(message.id())));
    }

    /** Keeps a message until the store is back. Blocks until that is done. */
    MessageJournal.Appending keep(NewMessage message) {
        if (journal == null) {
            throw new IllegalStateException("there is no journal");
        }
        return journal.append(message);
    }

    /** Gives the store what waits for it, if it is there. Called every now and then by a timer, one call at a time. */
    void replay() {
        if (journal == null || (!away && journal.isEmpty())) {
            return;
        }
        try {
            boolean answered = false;
            replies.beforeReplay();
            for (NewMessage message : journal.pending()) {
                answered |= replay(journal, message);
            }
            if (!answered) {
                conversations.heads(List.of(NOBODYS));
            }
        } catch (StoreException.Unavailable e) {
            begins(e);
            return;
        }
        if (away) {
            LOG.info("the store is back");
            away = false;
        }
    }

    /** Whether the store was asked, and answered. What it refuses for what it is keeps no other from being replayed. */
    private boolean replay(MessageJournal from, NewMessage message) {
        if (refusals.mustWait(message.id())) {
            return false;
        }
        try {
            give(message);
            from.settle(message);
            refusals.forget(message.id());
        } catch (StoreException.Broken e) {
            int times = refusals.refused(message.id());
            LOG.error("the store refuses message {}, {} times by now; it stays in the journal", message.id(), times, e);
        }
        return true;
    }

    private void give(NewMessage message) {
        switch (conversations.accept(message)) {
            case ConversationStore.Acceptance.Accepted(var stored, var events) -> {
                announcer.appended(message.key(), events);
                if (!replies.stored(message)) {
                    announcer.wake(new ReplyJobs.Ticket(message.key(), message.reply()));
                }
                MessageTexts.accepted(message.id(), message.content().text());
            }
            case ConversationStore.Acceptance.Duplicate(var stored, var seq) -> {
                LOG.debug("message {} of the journal had reached the store another way", message.id());
                hubs.stored(message.key(), message.content().author(), new FeedItem.MessageStored(seq, stored));
                replies.stored(message);
            }
            case ConversationStore.Acceptance.Conflict ignored -> drop(message, "its id is taken by another text");
            case ConversationStore.Acceptance.Closed ignored -> drop(message, "its session was closed meanwhile");
            case ConversationStore.Acceptance.Missing ignored -> drop(message, "its session is gone");
        }
    }

    private void drop(NewMessage message, String why) {
        replies.dropped(message);
        LOG.warn(
                "message {} of session {} is dropped: {}",
                message.id(),
                message.key().session(),
                why);
    }
}
