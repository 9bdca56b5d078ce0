package dev.parley.application.usecase;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal.KeptReply;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.usecase.UnstoredReply.Phase;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.reply.ReplyEnding;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what waits in the journal while the store is away: a question is answered if all that was said before it is known,
 * and answered.
 */
final class UnstoredWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UnstoredWriter.class);

    private final Ports ports;
    private final Policies policies;
    private final OutagePrompts prompts;
    private final ReplyFilters filters;
    private final RunningReplies running;
    private final Semaphore places;
    private final KeptReplies kept;
    private final UnstoredReplies replies;

    /** @param places shared with all who write replies */
    UnstoredWriter(
            Ports ports,
            Policies policies,
            OutagePrompts prompts,
            ReplyFilters filters,
            RunningReplies running,
            Semaphore places,
            KeptReplies kept,
            UnstoredReplies replies) {
        this.ports = ports;
        this.policies = policies;
        this.prompts = prompts;
        this.filters = filters;
        this.running = running;
        this.places = places;
        this.kept = kept;
        this.replies = replies;
    }

    /** A message went into the journal because the store is away. Does not wait for its reply. */
    void asked(NewMessage message) {
        List<NewMessage> before = kept.hasRoom() ? kept.before(message) : null;
        if (before != null && prompts.canBeAnswered(message) && replies.add(message, before)) {
            beginNext(message.key());
        }
    }

    /** Begins with the next reply of a session, if it is its turn. */
    void beginNext(SessionKey key) {
        replies.takeNext(key)
                .ifPresent(next -> Thread.ofVirtual().name("parley-reply").start(() -> writeInItsPlace(next)));
    }

    private void writeInItsPlace(UnstoredReply reply) {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        MessageId id = reply.ticket().reply();
        try {
            write(reply, requireNonNull(reply.question(), "one that is to be written has a question"));
        } catch (RuntimeException | Error e) {
            LOG.error("reply {} failed in a way it should not", id, e);
            replies.drop(id);
        } finally {
            places.release();
        }
        beginNext(reply.ticket().key());
    }

    private void write(UnstoredReply reply, NewMessage question) {
        Optional<OutagePrompts.Made> made = made(reply, question);
        switch (made.map(OutagePrompts.Made::building).orElse(new PromptBuilder.Building.Gone())) {
            case PromptBuilder.Building.Gone() -> replies.drop(question.reply());
            case PromptBuilder.Building.Refused(var ending) ->
                replies.isOver(reply, new Phase.Over(reply.written("", ending, null), null, null));
            case PromptBuilder.Building.Ready ready ->
                ask(reply, question, ready, made.orElseThrow().head());
        }
    }

    /** Looked at anew: since it was asked for, something may have happened that makes what is known incomplete. */
    private Optional<OutagePrompts.Made> made(UnstoredReply reply, NewMessage question) {
        List<NewMessage> waiting = kept.before(question);
        List<UnstoredReply> before = replies.of(question.key()).stream()
                .takeWhile(other -> other != reply)
                .toList();
        return waiting != null && replies.isInLine(reply, waiting) ? prompts.build(question, before) : Optional.empty();
    }

    private void ask(UnstoredReply reply, NewMessage question, PromptBuilder.Building.Ready ready, Seq head) {
        String named = ready.prompt().parameters().model();
        String model = named == null ? ports.modelName() : named;
        var run = new ReplyRun(
                policies.stream(), filters.next(question.key().tenant()), reply::mayWrite, ports.nanoClock());
        var recorder = new MovableRecorder(
                ports.log().begin(new RunningReply(question.key(), question.reply(), 0, question.id(), model, head)));
        var phase = new Phase.Running(run, recorder, model, ready.assistant(), new CompletableFuture<>());
        if (!replies.begins(reply, phase)) {
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

    private void conclude(UnstoredReply reply, Phase.Running phase, ReplyRun.Outcome outcome, int promptTokens) {
        ReplyRun run = phase.run();
        switch (outcome) {
            case ReplyRun.Outcome.Ended(var ending) -> {
                ReplyEnding told = run.estimated(ending, policies.estimator(), promptTokens);
                String model = run.answeredBy().orElse(phase.model());
                isOver(reply, phase, reply.written(run.text(), told, model));
                phase.outcome().complete(new ReplyRun.Outcome.Ended(told));
            }
            case ReplyRun.Outcome.GivenUp(var reason) -> {
                // Whoever has claimed it hands it back.
                phase.outcome().complete(outcome);
                if (reason == Stop.LOST) {
                    replies.drop(reply.ticket().reply());
                } else {
                    isOver(reply, phase, reply.written(run.text(), null, phase.model()));
                }
            }
        }
    }

    private void isOver(UnstoredReply reply, Phase.Running phase, KeptReply written) {
        replies.isOver(reply, new Phase.Over(written, phase.recorder(), phase.assistant()));
    }

    /** Keeps what was written since. Called every now and then by a timer. */
    void keepGrown() {
        for (UnstoredReply reply : replies.all()) {
            if (reply.phase() instanceof Phase.Running phase
                    && reply.hasGrownTo(phase.run().length())) {
                replies.keep(reply, reply.written(phase.run().text(), null, phase.model()));
            }
        }
    }

    /** How many are being written. */
    int size() {
        return (int) replies.all().stream()
                .filter(reply -> reply.phase() instanceof Phase.Running)
                .count();
    }

    /** Nothing begins from now on. */
    @Override
    public void close() {
        replies.close();
    }
}
