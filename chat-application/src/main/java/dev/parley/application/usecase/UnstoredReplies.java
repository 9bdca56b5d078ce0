package dev.parley.application.usecase;

import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.MessageJournal.KeptReply;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.usecase.UnstoredReply.Phase;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyEnding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what waits in the journal, while the store is away: one reply of a session at a time, as attempt 0, which nobody
 * has claimed and every claim is above. What is written is kept in the journal. When the store has a question, its reply
 * is claimed as any other, and whoever gets the claim here goes on with what there is.
 *
 * <p>A question is answered if all that was said before it is known, and answered.
 */
final class UnstoredReplies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UnstoredReplies.class);

    private final Ports ports;
    private final Policies policies;
    private final PromptBuilder prompts;
    private final KnownSessions known;
    private final Function<SessionKey, Seq> heads;
    private final ReplyFilters filters;
    private final RunningReplies running;
    private final Semaphore places;
    private final @Nullable MessageJournal journal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MessageId, UnstoredReply> replies = new LinkedHashMap<>();
    private final Set<MessageId> claimed = new HashSet<>();
    private boolean closed;

    /** Set when the journal has no room for replies: none begins until there is some. */
    private volatile boolean full;

    /**
     * With what an earlier process left in the journal.
     *
     * @param heads the last event of a session that this node has heard of
     * @param places shared with all who write replies
     */
    UnstoredReplies(
            Ports ports,
            Policies policies,
            PromptBuilder prompts,
            KnownSessions known,
            Function<SessionKey, Seq> heads,
            ReplyFilters filters,
            RunningReplies running,
            Semaphore places) {
        this.ports = ports;
        this.policies = policies;
        this.prompts = prompts;
        this.known = known;
        this.heads = heads;
        this.filters = filters;
        this.running = running;
        this.places = places;
        this.journal = policies.roles().contains(NodeRole.WORKER) ? ports.journal() : null;
        if (journal != null) {
            journal.replies().forEach(kept -> replies.put(kept.reply(), UnstoredReply.left(kept)));
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return replies.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** A message went into the journal because the store is away. Does not wait for its reply. */
    void asked(NewMessage message) {
        if (journal == null || full) {
            return;
        }
        List<NewMessage> before = before(journal, message);
        lock.lock();
        try {
            boolean isNobodys = !closed && !claimed.contains(message.reply());
            if (isNobodys && before != null && isKnown(message, before)) {
                UnstoredReply reply = UnstoredReply.to(message);
                replies.put(message.reply(), reply);
                beginIfNext(reply);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What waits in a message's session before it; null if it does not wait any more itself. */
    private static @Nullable List<NewMessage> before(MessageJournal journal, NewMessage message) {
        var before = new ArrayList<NewMessage>();
        for (NewMessage pending : journal.pending()) {
            if (pending.id().equals(message.id())) {
                return before;
            }
            if (pending.key().equals(message.key())) {
                before.add(pending);
            }
        }
        return null;
    }

    /** Whether all is known that was said before a message, and the message is not among it. */
    private boolean isKnown(NewMessage message, List<NewMessage> before) {
        boolean isNew = history(message.key())
                .filter(history -> !history.has(message.id()))
                .isPresent();
        return isNew && before.stream().allMatch(this::isInLine);
    }

    private boolean isInLine(NewMessage message) {
        UnstoredReply reply = replies.get(message.reply());
        return reply != null && reply.question() != null;
    }

    /** Whether nothing has happened since that makes what is known of its session incomplete. */
    private boolean isStillKnown(UnstoredReply reply) {
        NewMessage question = reply.question();
        List<NewMessage> before = journal == null || question == null ? null : before(journal, question);
        lock.lock();
        try {
            return question != null && before != null && isHere(reply) && isKnown(question, before);
        } finally {
            lock.unlock();
        }
    }

    private Optional<KnownHistory> history(SessionKey key) {
        return known.history(key)
                .filter(history -> history.isAnswered() && history.head().compareTo(heads.apply(key)) >= 0);
    }

    private void beginIfNext(UnstoredReply reply) {
        boolean next = reply.isWaiting() && before(reply).stream().allMatch(UnstoredReply::hasEnded);
        if (next && !closed) {
            Thread.ofVirtual().name("parley-reply").start(() -> writeInItsPlace(reply));
        }
    }

    /** The replies of its session before it, in order. */
    private List<UnstoredReply> before(UnstoredReply reply) {
        return replies.values().stream()
                .takeWhile(other -> other != reply)
                .filter(other -> other.ticket().key().equals(reply.ticket().key()))
                .toList();
    }

    private void writeInItsPlace(UnstoredReply reply) {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            write(reply);
        } catch (RuntimeException | Error e) {
            LOG.error("reply {} failed in a way it should not", reply.ticket().reply(), e);
            drop(reply.ticket().reply());
        } finally {
            places.release();
        }
        beginNext(reply.ticket().key());
    }

    private void beginNext(SessionKey key) {
        lock.lock();
        try {
            replies.values().stream()
                    .filter(reply -> reply.ticket().key().equals(key) && reply.isWaiting())
                    .findFirst()
                    .ifPresent(this::beginIfNext);
        } finally {
            lock.unlock();
        }
    }

    private void write(UnstoredReply reply) {
        Optional<KnownHistory> history =
                isStillKnown(reply) ? history(reply.ticket().key()) : Optional.empty();
        Optional<PromptBuilder.Building> building = history.flatMap(known ->
                prompts.build(known, since(known, reply), reply.ticket().reply()));
        if (history.isEmpty() || building.isEmpty()) {
            drop(reply.ticket().reply());
            return;
        }
        switch (building.get()) {
            case PromptBuilder.Building.Gone() -> drop(reply.ticket().reply());
            case PromptBuilder.Building.Refused(var ending) -> over(reply, kept(reply, "", ending, null), null, null);
            case PromptBuilder.Building.Ready ready ->
                ask(reply, ready, history.get().head());
        }
    }

    /** What was said since a history: as messages that stand where they will stand. */
    private List<Message> since(KnownHistory history, UnstoredReply last) {
        long turn = history.lastTurn();
        var since = new ArrayList<Message>();
        lock.lock();
        try {
            for (UnstoredReply reply : before(last)) {
                NewMessage question = reply.question();
                if (question != null
                        && !history.has(question.id())
                        && reply.phase() instanceof Phase.Over(var kept, var recorder, var assistant)
                        && kept.ending() != null) {
                    turn++;
                    since.add(message(question.id(), question, question.content(), history.head(), turn));
                    since.add(message(
                            kept.reply(),
                            question,
                            new Content.FromAi(kept.text(), kept.ending(), 0, kept.model()),
                            history.head(),
                            turn));
                }
            }
        } finally {
            lock.unlock();
        }
        NewMessage question = last.question();
        if (question != null) {
            since.add(message(question.id(), question, question.content(), history.head(), turn + 1));
        }
        return since;
    }

    private static Message message(MessageId id, NewMessage question, Content content, Seq seq, long turn) {
        var place = new Place(new Position(turn), seq, new Turn(turn), null, true);
        return new Message(id, question.key().session(), content, Message.NO_METADATA, question.at(), place, 1);
    }

    private void ask(UnstoredReply reply, PromptBuilder.Building.Ready ready, Seq head) {
        NewMessage question = reply.question();
        if (question == null) {
            return;
        }
        String named = ready.prompt().parameters().model();
        String model = named == null ? ports.modelName() : named;
        var run = new ReplyRun(
                policies.stream(), filters.next(question.key().tenant()), reply::mayWrite, ports.nanoClock());
        var recorder = new MovableRecorder(
                ports.log().begin(new RunningReply(question.key(), question.reply(), 0, question.id(), model, head)));
        var phase = new Phase.Running(run, recorder, model, ready.assistant(), new CompletableFuture<>());
        if (!begins(reply, phase)) {
            recorder.end();
            return;
        }
        running.watch(run);
        try {
            conclude(reply, phase, run.run(recorder, ports.model(), ready.prompt()), ready.estimatedTokens());
        } finally {
            running.unwatch(run);
            phase.outcome().complete(new ReplyRun.Outcome.GivenUp(Stop.LOST));
        }
    }

    private boolean begins(UnstoredReply reply, Phase.Running phase) {
        lock.lock();
        try {
            boolean begins = !closed && reply.isWaiting() && isHere(reply);
            if (begins) {
                reply.become(phase);
            }
            return begins;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHere(UnstoredReply reply) {
        return replies.get(reply.ticket().reply()) == reply;
    }

    private void conclude(UnstoredReply reply, Phase.Running phase, ReplyRun.Outcome outcome, int promptTokens) {
        ReplyRun run = phase.run();
        switch (outcome) {
            case ReplyRun.Outcome.Ended(var ending) -> {
                ReplyEnding told = run.estimated(ending, policies.estimator(), promptTokens);
                String model = run.answeredBy().orElse(phase.model());
                over(reply, kept(reply, run.text(), told, model), phase.recorder(), phase.assistant());
                phase.outcome().complete(new ReplyRun.Outcome.Ended(told));
            }
            case ReplyRun.Outcome.GivenUp(var reason) -> {
                // Whoever has claimed it hands it back.
                phase.outcome().complete(outcome);
                if (reason == Stop.LOST) {
                    drop(reply.ticket().reply());
                } else {
                    over(reply, kept(reply, run.text(), null, phase.model()), phase.recorder(), phase.assistant());
                }
            }
        }
    }

    private static KeptReply kept(
            UnstoredReply reply, String text, @Nullable ReplyEnding ending, @Nullable String model) {
        return new KeptReply(reply.ticket().key(), reply.ticket().reply(), text, ending, model);
    }

    private void over(
            UnstoredReply reply, KeptReply kept, @Nullable MovableRecorder recorder, @Nullable Assistant assistant) {
        lock.lock();
        try {
            reply.become(new Phase.Over(kept, recorder, assistant));
        } finally {
            lock.unlock();
        }
        keep(reply, kept);
    }

    /** What is concluded while it is being kept is forgotten by whoever of the two comes last. */
    private void keep(UnstoredReply reply, KeptReply kept) {
        if (journal == null) {
            return;
        }
        if (!journal.keep(kept) && !full) {
            full = true;
            LOG.warn("the journal has no room for replies: until it has, those to come wait for the store");
        }
        lock.lock();
        try {
            if (!isHere(reply)) {
                journal.forget(kept.reply());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps what was written since. Called every now and then by a timer. */
    void keepGrown() {
        for (UnstoredReply reply : all()) {
            if (reply.phase() instanceof Phase.Running phase
                    && reply.hasGrownTo(phase.run().length())) {
                keep(reply, kept(reply, phase.run().text(), null, phase.model()));
            }
        }
    }

    private List<UnstoredReply> all() {
        lock.lock();
        try {
            return List.copyOf(replies.values());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops a reply that is being written here, or waits to be.
     *
     * @param questionOrReply which; null for the first of the session that has not ended
     * @return empty if it is none of these
     */
    Optional<CancelReply.Outcome> cancel(SessionKey key, @Nullable MessageId questionOrReply) {
        Optional<UnstoredReply> found = all().stream()
                .filter(reply -> reply.ticket().key().equals(key) && isMeant(reply, questionOrReply))
                .findFirst();
        return found.flatMap(this::cancel);
    }

    private static boolean isMeant(UnstoredReply reply, @Nullable MessageId questionOrReply) {
        if (questionOrReply == null) {
            return !(reply.phase() instanceof Phase.Over);
        }
        NewMessage question = reply.question();
        return reply.ticket().reply().equals(questionOrReply)
                || (question != null && question.id().equals(questionOrReply));
    }

    private Optional<CancelReply.Outcome> cancel(UnstoredReply reply) {
        MessageId id = reply.ticket().reply();
        return switch (reply.phase()) {
            case Phase.Waiting ignored -> {
                KeptReply cancelled = kept(reply, "", new ReplyEnding.Cancelled(), null);
                if (!endsWaiting(reply, cancelled)) {
                    yield cancel(reply);
                }
                keep(reply, cancelled);
                beginNext(reply.ticket().key());
                yield Optional.of(new CancelReply.Outcome.Stopping(id));
            }
            case Phase.Running phase -> {
                phase.run().stop(Stop.CANCELLED);
                phase.outcome().join(); // It is kept by then.
                yield Optional.of(new CancelReply.Outcome.Stopping(id));
            }
            case Phase.Over(var kept, var recorder, var assistant) ->
                kept.ending() == null
                        ? Optional.empty()
                        : Optional.of(new CancelReply.Outcome.AlreadyEnded(
                                id, kept.ending().state()));
        };
    }

    private boolean endsWaiting(UnstoredReply reply, KeptReply cancelled) {
        lock.lock();
        try {
            boolean waits = reply.isWaiting();
            if (waits) {
                reply.become(new Phase.Over(cancelled, null, null));
            }
            return waits;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The store has a question by now.
     *
     * @return its reply, if there is anything of it; what has not begun is written as any other
     */
    @Nullable
    UnstoredReply find(MessageId reply) {
        lock.lock();
        try {
            UnstoredReply found = replies.get(reply);
            if (found != null && found.isWaiting()) {
                replies.remove(reply);
                return null;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #find}, for who has claimed a reply here: until it is {@link #given}, nothing of it begins without a claim. */
    @Nullable
    UnstoredReply claimed(MessageId reply) {
        lock.lock();
        try {
            claimed.add(reply);
            return find(reply);
        } finally {
            lock.unlock();
        }
    }

    /** A claim was given up. */
    void given(MessageId reply) {
        lock.lock();
        try {
            claimed.remove(reply);
        } finally {
            lock.unlock();
        }
    }

    /** Those whose questions the store has. */
    List<UnstoredReply> due() {
        List<UnstoredReply> all = all();
        if (journal == null || all.isEmpty()) {
            return List.of();
        }
        Set<MessageId> waiting =
                journal.pending().stream().map(NewMessage::reply).collect(Collectors.toSet());
        return all.stream()
                .filter(reply -> !waiting.contains(reply.ticket().reply()))
                .toList();
    }

    /** The store has it, or another has it in hand: it is none of ours any more. Idempotent. */
    void drop(MessageId reply) {
        UnstoredReply dropped;
        lock.lock();
        try {
            dropped = replies.remove(reply);
            if (dropped != null && journal != null) {
                journal.forget(reply);
                full = false;
            }
        } finally {
            lock.unlock();
        }
        if (dropped != null) {
            end(dropped);
        }
    }

    private static void end(UnstoredReply reply) {
        switch (reply.phase()) {
            case Phase.Waiting ignored -> {}
            case Phase.Running phase -> {
                phase.run().stop(Stop.LOST);
                phase.recorder().end();
            }
            case Phase.Over(var kept, var recorder, var assistant) -> {
                if (recorder != null) {
                    recorder.end();
                }
            }
        }
    }

    /** How many are being written. */
    int size() {
        return (int) all().stream()
                .filter(reply -> reply.phase() instanceof Phase.Running)
                .count();
    }

    /** Nothing begins from now on. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
