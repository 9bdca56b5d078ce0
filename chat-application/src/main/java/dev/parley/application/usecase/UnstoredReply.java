package dev.parley.application.usecase;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal.KeptReply;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.reply.ReplyEnding;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One reply that the store knows nothing of. Its phase is changed by {@link UnstoredReplies} only, under its lock. */
final class UnstoredReply {

    private final ReplyJobs.Ticket ticket;
    private final @Nullable NewMessage question;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicBoolean concluding = new AtomicBoolean();
    private volatile Phase phase;
    private volatile int told;
    private volatile BooleanSupplier mayWrite = () -> true;

    /** How far it is. */
    sealed interface Phase {

        /** It has not begun. */
        record Waiting() implements Phase {}

        /**
         * It is being written.
         *
         * @param recorder what readers see of it
         * @param outcome what comes of it
         */
        record Running(
                ReplyRun run,
                MovableRecorder recorder,
                String model,
                Assistant assistant,
                CompletableFuture<ReplyRun.Outcome> outcome)
                implements Phase {}

        /**
         * It was written until it ended, or its node did.
         *
         * @param recorder what readers see of it; null if they are an earlier process's
         * @param assistant who answered; null if that is not known any more
         */
        record Over(
                KeptReply kept,
                @Nullable MovableRecorder recorder,
                @Nullable Assistant assistant) implements Phase {}
    }

    private UnstoredReply(ReplyJobs.Ticket ticket, @Nullable NewMessage question, Phase phase) {
        this.ticket = ticket;
        this.question = question;
        this.phase = phase;
    }

    /** One to be written. */
    static UnstoredReply to(NewMessage question) {
        return new UnstoredReply(new ReplyJobs.Ticket(question.key(), question.reply()), question, new Phase.Waiting());
    }

    /** One that an earlier process has left. */
    static UnstoredReply left(KeptReply kept) {
        return new UnstoredReply(
                new ReplyJobs.Ticket(kept.key(), kept.reply()), null, new Phase.Over(kept, null, null));
    }

    ReplyJobs.Ticket ticket() {
        return ticket;
    }

    /** What it answers; null if that was an earlier process's business. */
    @Nullable
    NewMessage question() {
        return question;
    }

    Phase phase() {
        return phase;
    }

    void become(Phase next) {
        phase = next;
    }

    boolean isWaiting() {
        return phase instanceof Phase.Waiting;
    }

    /** Whether it has not begun, and nobody was told so before: who is told begins it. */
    boolean beginsToBeWritten() {
        return isWaiting() && taken.compareAndSet(false, true);
    }

    /** Whether there is nothing left to be written. */
    boolean hasEnded() {
        return phase instanceof Phase.Over over && over.kept().ending() != null;
    }

    /** Whether its text is more than a beginning that nobody writes any more. */
    boolean isToBeGoneOnWith() {
        return phase instanceof Phase.Running || hasEnded();
    }

    /** Whether its text may grow. While nobody has claimed it, it may. */
    boolean mayWrite() {
        return mayWrite.getAsBoolean();
    }

    /** What is kept of it, once so much is written. */
    KeptReply written(String text, @Nullable ReplyEnding ending, @Nullable String model) {
        return new KeptReply(ticket.key(), ticket.reply(), text, ending, model);
    }

    /** It is no concern of this node any more: it is not written on, and readers are told no more of it. */
    void leave() {
        switch (phase) {
            case Phase.Waiting ignored -> {}
            case Phase.Running running -> {
                running.run().stop(Stop.LOST);
                running.recorder().end();
            }
            case Phase.Over over -> {
                if (over.recorder() != null) {
                    over.recorder().end();
                }
            }
        }
    }

    /** Somebody has claimed it: it goes on in the attempt that was claimed, as long as the claim holds. */
    void goesOn(MovableRecorder recorder, Supplier<ReplyLog.Recorder> attempt, BooleanSupplier asLongAs) {
        mayWrite = asLongAs;
        recorder.moveTo(attempt);
    }

    /** Whether this is more than was told last. Called by one thread. */
    boolean hasGrownTo(int length) {
        boolean grown = length > told;
        told = length;
        return grown;
    }

    /** Whether nobody tries to get it into the store already. */
    boolean beginsToConclude() {
        return concluding.compareAndSet(false, true);
    }

    void wasTried() {
        concluding.set(false);
    }
}
