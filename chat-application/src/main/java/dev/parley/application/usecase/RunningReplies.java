package dev.parley.application.usecase;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.StreamPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replies this node is writing: where they are stopped, timed and kept. */
final class RunningReplies {

    private static final Logger LOG = LoggerFactory.getLogger(RunningReplies.class);
    private static final int KEPT_AT_ONCE = 100;

    private final ReplyJobs jobs;
    private final StreamPolicy limits;
    private final LongSupplier nanoClock;
    private final Map<MessageId, Entry> entries = new ConcurrentHashMap<>();
    private final Set<ReplyRun> watched = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Stop stoppingAll;

    /** One of them, and how far it is kept. */
    private static final class Entry {

        private final ReplyJobs.Claim claim;
        private final ReplyRun run;
        private final AtomicBoolean keeping = new AtomicBoolean();
        private volatile int keptLength;
        private volatile long triedAt;
        private volatile boolean refused;

        private Entry(ReplyJobs.Claim claim, ReplyRun run, long now) {
            this.claim = claim;
            this.run = run;
            this.triedAt = now;
        }

        /** Whether nobody keeps it already. Until it is kept, this try counts as refused. */
        private boolean beginsToKeep(long now) {
            if (!keeping.compareAndSet(false, true)) {
                return false;
            }
            triedAt = now;
            refused = true;
            return true;
        }

        private void kept(String text) {
            keptLength = text.length();
            refused = false;
        }

        private void tried() {
            keeping.set(false);
        }
    }

    RunningReplies(ReplyJobs jobs, StreamPolicy limits, LongSupplier nanoClock) {
        this.jobs = jobs;
        this.limits = limits;
        this.nanoClock = nanoClock;
    }

    /** A reply is being written from now on. An older attempt at it that is still there has lost its claim. */
    void add(ReplyJobs.Claim claim, ReplyRun run) {
        Entry older = entries.put(claim.reply(), new Entry(claim, run, nanoClock.getAsLong()));
        if (older != null) {
            older.run.stop(Stop.LOST);
        }
        stopIfClosing(run);
    }

    void remove(ReplyJobs.Claim claim, ReplyRun run) {
        entries.computeIfPresent(claim.reply(), (reply, entry) -> entry.run == run ? null : entry);
    }

    /** Keeps a run within its limits that writes no reply. */
    void watch(ReplyRun run) {
        watched.add(run);
        stopIfClosing(run);
    }

    void unwatch(ReplyRun run) {
        watched.remove(run);
    }

    private void stopIfClosing(ReplyRun run) {
        Stop reason = stoppingAll;
        if (reason != null) {
            run.stop(reason);
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    /** Whether this node is at any attempt of it. */
    boolean isWriting(MessageId reply) {
        return entries.containsKey(reply);
    }

    /** Whether this node is at this attempt. */
    boolean has(ReplyJobs.Claim claim) {
        Entry entry = entries.get(claim.reply());
        return entry != null && entry.claim.equals(claim);
    }

    void stop(MessageId reply, Stop reason) {
        Entry entry = entries.get(reply);
        if (entry != null) {
            entry.run.stop(reason);
        }
    }

    void stopAllOf(SessionKey key, Stop reason) {
        entries.values().stream()
                .filter(entry -> entry.claim.key().equals(key))
                .forEach(entry -> entry.run.stop(reason));
    }

    /** Stops all there are, and all that come after. */
    void stopAll(Stop reason) {
        stoppingAll = reason;
        entries.values().forEach(entry -> entry.run.stop(reason));
        watched.forEach(run -> run.stop(reason));
    }

    /** Looks after all of them: limits in time, and texts that are due to be kept. Called several times a second. */
    void tick() {
        long now = nanoClock.getAsLong();
        watched.forEach(ReplyRun::checkLimits);
        entries.values().forEach(entry -> entry.run.checkLimits());
        List<Entry> due = entries.values().stream()
                .filter(entry -> isDue(entry, now) && entry.beginsToKeep(now))
                .toList();
        for (int from = 0; from < due.size(); from += KEPT_AT_ONCE) {
            List<Entry> some = due.subList(from, Math.min(due.size(), from + KEPT_AT_ONCE));
            Thread.ofVirtual().name("parley-checkpoint").start(() -> keep(some));
        }
    }

    /** What could not be kept waits for its time, however long it is: a store in trouble is not asked at every tick. */
    private boolean isDue(Entry entry, long now) {
        int grown = entry.run.length() - entry.keptLength;
        return (grown >= limits.checkpointAfter() && !entry.refused)
                || (grown > 0 && now - entry.triedAt >= limits.checkpointEvery().toNanos());
    }

    /** One call for many: what a store takes for it is mostly what one call takes. */
    private void keep(List<Entry> due) {
        try {
            Map<ReplyJobs.Claim, String> texts =
                    due.stream().collect(Collectors.toMap(entry -> entry.claim, entry -> entry.run.text()));
            Set<ReplyJobs.Claim> lost = jobs.checkpointAll(texts);
            for (Entry entry : due) {
                entry.kept(requireNonNull(texts.get(entry.claim)));
                if (lost.contains(entry.claim)) {
                    entry.run.stop(Stop.LOST);
                }
            }
        } catch (StoreException.Broken e) {
            LOG.warn("the store refuses one of {} texts or all; each is tried by itself", due.size(), e);
            due.forEach(this::keepAlone);
        } catch (StoreException e) {
            LOG.warn("the texts of {} replies could not be kept and will be tried again", due.size(), e);
        } finally {
            due.forEach(Entry::tried);
        }
    }

    /** A text that is refused must not keep the others from being kept. */
    private void keepAlone(Entry entry) {
        try {
            String text = entry.run.text();
            if (!jobs.checkpoint(entry.claim, text)) {
                entry.run.stop(Stop.LOST);
            }
            entry.kept(text);
        } catch (StoreException e) {
            LOG.warn("the text of reply {} could not be kept and will be tried again", entry.claim.reply(), e);
        }
    }
}
