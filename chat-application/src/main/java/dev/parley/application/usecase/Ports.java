package dev.parley.application.usecase;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.AssistantCatalogue;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.ChatObserver;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.Moderation;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.UserBus;
import dev.parley.application.port.out.WorkQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything the use cases need from outside.
 *
 * @param journal keeps messages while the store is away; null if they are refused then
 * @param cache what this node remembers of sessions; asking it never waits for anything
 * @param sharedCache what all nodes remember of sessions together; null if this node is alone
 * @param modelName what people are told answers, where an assistant names no model
 * @param moderation judges texts; null if nobody does
 * @param observer hears what becomes of messages and replies
 * @param clock the time of day
 * @param nanoClock a clock that only ever goes forward, in nanoseconds; for limits and leases
 */
public record Ports(
        SessionStore sessions,
        ConversationStore conversations,
        ReplyJobs jobs,
        NodeLeases leases,
        SessionCache cache,
        @Nullable SessionCache sharedCache,
        @Nullable MessageJournal journal,
        EventBus bus,
        UserBus userBus,
        Presence presence,
        ReplyLog log,
        WorkQueue queue,
        LanguageModel model,
        String modelName,
        AssistantCatalogue assistants,
        PreferenceStore preferences,
        @Nullable Moderation moderation,
        RateLimiter limiter,
        AuditLog audit,
        ChatObserver observer,
        IdGenerator ids,
        InstantSource clock,
        LongSupplier nanoClock) {

    /** Refuses nulls where none are allowed. */
    public Ports {
        requireNonNull(sessions, "sessions");
        requireNonNull(conversations, "conversations");
        requireNonNull(jobs, "jobs");
        requireNonNull(leases, "leases");
        requireNonNull(cache, "cache");
        requireNonNull(bus, "bus");
        requireNonNull(userBus, "userBus");
        requireNonNull(presence, "presence");
        requireNonNull(log, "log");
        requireNonNull(queue, "queue");
        requireNonNull(model, "model");
        requireNonNull(modelName, "modelName");
        requireNonNull(assistants, "assistants");
        requireNonNull(preferences, "preferences");
        requireNonNull(limiter, "limiter");
        requireNonNull(audit, "audit");
        requireNonNull(observer, "observer");
        requireNonNull(ids, "ids");
        requireNonNull(clock, "clock");
        requireNonNull(nanoClock, "nanoClock");
    }

    /** Now, as it is stored: in milliseconds. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
