package dev.parley.application.usecase;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.content.ContentPolicy;
import dev.parley.domain.memory.TokenEstimator;
import dev.parley.domain.message.MessageRules;
import dev.parley.domain.preference.ModelBounds;
import dev.parley.domain.reply.StreamPolicy;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The numbers the use cases keep to.
 *
 * @param messages what a user's text must be like
 * @param stream limits of replies and pieces
 * @param content what is done about the content of texts
 * @param choices what people may choose about how they are answered
 * @param estimator guesses tokens
 * @param node this node's name
 * @param roles what this node is there for, at least one
 * @param mostReplies how many replies this node writes at once
 * @param leaseTimeToLive how long a node is believed alive without a sign of it
 * @param sweepEvery how often the store is asked for replies nobody writes
 * @param compareEvery how often followed sessions are compared with the store
 * @param storeWithin how long somebody who says something waits for the store, where there is a journal to fall back on
 * @param undoWithin how long a deletion can be undone
 * @param eventsKept how long events are kept
 * @param cleanup what becomes of sessions that nobody touches
 * @param titles whether sessions without a title are given one, by asking the model
 * @param closeWithin how long running replies may go on when the node stops, before they are handed back
 */
public record Policies(
        MessageRules messages,
        StreamPolicy stream,
        ContentPolicy content,
        ModelBounds choices,
        TokenEstimator estimator,
        String node,
        Set<NodeRole> roles,
        int mostReplies,
        Duration leaseTimeToLive,
        Duration sweepEvery,
        Duration compareEvery,
        Duration storeWithin,
        Duration undoWithin,
        Duration eventsKept,
        CleanupPolicy cleanup,
        boolean titles,
        Duration closeWithin) {

    /** What a node of this name does unless told otherwise. */
    public static Policies standard(String node) {
        return new Policies(
                MessageRules.STANDARD,
                StreamPolicy.STANDARD,
                ContentPolicy.STANDARD,
                ModelBounds.STANDARD,
                TokenEstimator.CAUTIOUS,
                node,
                Set.of(NodeRole.values()),
                2_000,
                Duration.ofSeconds(6),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofDays(30),
                CleanupPolicy.NONE,
                false,
                Duration.ofSeconds(5));
    }

    /** Refuses what can't be kept. */
    public Policies {
        requireNonNull(messages, "messages");
        requireNonNull(stream, "stream");
        requireNonNull(content, "content");
        requireNonNull(choices, "choices");
        requireNonNull(estimator, "estimator");
        requireNonNull(node, "node");
        roles = Set.copyOf(roles);
        requireNonNull(leaseTimeToLive, "leaseTimeToLive");
        requireNonNull(sweepEvery, "sweepEvery");
        requireNonNull(compareEvery, "compareEvery");
        requireNonNull(storeWithin, "storeWithin");
        requireNonNull(undoWithin, "undoWithin");
        requireNonNull(eventsKept, "eventsKept");
        requireNonNull(cleanup, "cleanup");
        requireNonNull(closeWithin, "closeWithin");
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a node must have a role");
        }
        if (mostReplies < 1) {
            throw new IllegalArgumentException("mostReplies must be at least 1, was " + mostReplies);
        }
    }

    /** The same with other rules for messages. */
    public Policies with(MessageRules rules) {
        return changed(draft -> draft.messages = rules);
    }

    /** The same with other limits of replies. */
    public Policies with(StreamPolicy limits) {
        return changed(draft -> draft.stream = limits);
    }

    /** The same, doing something else about the content of texts. */
    public Policies with(ContentPolicy texts) {
        return changed(draft -> draft.content = texts);
    }

    /** The same, letting people choose something else about how they are answered. */
    public Policies with(ModelBounds bounds) {
        return changed(draft -> draft.choices = bounds);
    }

    /** The same, giving titles to sessions that have none, or not. Each title is one more question to the model. */
    public Policies titling(boolean on) {
        return changed(draft -> draft.titles = on);
    }

    /** The same, but running replies are handed back after another time when the node stops. */
    public Policies closingWithin(Duration time) {
        return changed(draft -> draft.closeWithin = time);
    }

    /** The same, looking for lost work and lost announcements at another pace. */
    public Policies lookingEvery(Duration sweep, Duration compare) {
        return changed(draft -> {
            draft.sweepEvery = sweep;
            draft.compareEvery = compare;
        });
    }

    /** The same, waiting another time for the store when there is a journal to fall back on. */
    public Policies awaitingStoreFor(Duration time) {
        return changed(draft -> draft.storeWithin = time);
    }

    /** The same, there for something else. */
    public Policies being(Set<NodeRole> some) {
        return changed(draft -> draft.roles = some);
    }

    /** The same, writing another number of replies at once. */
    public Policies writingAtOnce(int replies) {
        return changed(draft -> draft.mostReplies = replies);
    }

    /** The same with another time a node is believed alive without a sign of it. */
    public Policies leasing(Duration timeToLive) {
        return changed(draft -> draft.leaseTimeToLive = timeToLive);
    }

    /** The same, doing something else about sessions that nobody touches. */
    public Policies cleaningUp(CleanupPolicy sessions) {
        return changed(draft -> draft.cleanup = sessions);
    }

    private Policies changed(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** Policies on their way to others. */
    private static final class Draft {

        private MessageRules messages;
        private StreamPolicy stream;
        private ContentPolicy content;
        private ModelBounds choices;
        private final TokenEstimator estimator;
        private final String node;
        private Set<NodeRole> roles;
        private int mostReplies;
        private Duration leaseTimeToLive;
        private Duration sweepEvery;
        private Duration compareEvery;
        private Duration storeWithin;
        private final Duration undoWithin;
        private final Duration eventsKept;
        private CleanupPolicy cleanup;
        private boolean titles;
        private Duration closeWithin;

        private Draft(Policies from) {
            messages = from.messages;
            stream = from.stream;
            content = from.content;
            choices = from.choices;
            estimator = from.estimator;
            node = from.node;
            roles = from.roles;
            mostReplies = from.mostReplies;
            leaseTimeToLive = from.leaseTimeToLive;
            sweepEvery = from.sweepEvery;
            compareEvery = from.compareEvery;
            storeWithin = from.storeWithin;
            undoWithin = from.undoWithin;
            eventsKept = from.eventsKept;
            cleanup = from.cleanup;
            titles = from.titles;
            closeWithin = from.closeWithin;
        }

        private Policies done() {
            return new Policies(
                    messages,
                    stream,
                    content,
                    choices,
                    estimator,
                    node,
                    roles,
                    mostReplies,
                    leaseTimeToLive,
                    sweepEvery,
                    compareEvery,
                    storeWithin,
                    undoWithin,
                    eventsKept,
                    cleanup,
                    titles,
                    closeWithin);
        }
    }
}
