package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.text.Characters;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client that comes and goes, and checks everything it is told against what a feed promises. */
final class Reader {

    private final ChatEngine engine;
    private final SessionId session;
    private final Set<MessageId> messages = new HashSet<>();
    private final Set<MessageId> ended = new HashSet<>();
    private final Map<MessageId, Integer> attempts = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable Feed feed;
    private @Nullable MessageId reply;
    private long lastSeq;
    private long resumedUpTo;
    private boolean comesBack;

    Reader(ChatEngine engine, SessionId session) {
        this.engine = engine;
        this.session = session;
    }

    boolean isOpen() {
        return feed != null;
    }

    long lastSeq() {
        return lastSeq;
    }

    Set<MessageId> messages() {
        return messages;
    }

    /** Opens without saying where it stands: from now on. What it had of a reply is told anew. */
    void openLive() {
        feed = engine.follow(ADA, session);
        lastSeq = feed.opened().lastSeq().value();
        resumedUpTo = lastSeq;
        reply = null;
    }

    /** Comes back with what it has, or claims to have something else. */
    void comeBack(Random random) {
        feed = engine.follow(ADA, session);
        feed.resume(new Feed.Resume(new Seq(lastSeq), has(random)));
        comesBack = true;
    }

    private Feed.@Nullable Partial has(Random random) {
        MessageId known = reply;
        if (known == null) {
            return null;
        }
        int attempt = attempts.get(known);
        return switch (random.nextInt(4)) {
            case 0 -> {
                reply = null;
                yield null;
            }
            case 1 -> {
                reply = null;
                yield new Feed.Partial(known, attempt + 1 + random.nextInt(3), text.length());
            }
            case 2 -> {
                text.setLength(random.nextInt(text.length() + 1));
                yield new Feed.Partial(known, attempt, text.length());
            }
            default -> new Feed.Partial(known, attempt, text.length());
        };
    }

    void goAway() {
        if (feed != null) {
            feed.close();
            feed = null;
            comesBack = false;
        }
    }

    /** Takes some items, as far as there are any. */
    void read(int most) {
        FeedItem item = poll();
        for (int i = 1; item != null; i++) {
            take(item);
            item = i < most ? poll() : null;
        }
    }

    private @Nullable FeedItem poll() {
        return feed == null ? null : feed.poll();
    }

    /** Waits until it has all events up to this one, and was told so if it came back. */
    void readUpTo(Seq last) throws InterruptedException {
        while (comesBack || lastSeq < last.value()) {
            take(Engines.next(feed));
        }
        assertThat(poll()).as("nothing after the last end").isNull();
        assertThat(reply).as("no reply without an end").isNull();
    }

    private void take(FeedItem item) {
        switch (item) {
            case FeedItem.Resumed(var seq, var complete) -> {
                assertThat(complete).isTrue();
                comesBack = false;
                resumedUpTo = seq.value();
            }
            case FeedItem.MessageChanged(var seq, var message, var updated) -> {
                count(seq);
                assertThat(messages.add(message.id())).as("told once").isTrue();
            }
            case FeedItem.SessionChanged changed -> count(changed.seq());
            case FeedItem.CursorsMoved ignored -> {}
            case FeedItem.MessageStored ignored -> {}
            case FeedItem.PresenceChanged ignored -> {}
            case FeedItem.TypingChanged ignored -> {}
            case FeedItem.ReplyStarted started -> start(started);
            case FeedItem.ReplySnapshot snapshot -> {
                begin(snapshot.reply(), snapshot.attempt());
                text.setLength(0);
                text.append(snapshot.content());
            }
            case FeedItem.ReplyPiece piece -> append(piece);
            case FeedItem.ReplyEnded end -> end(end);
        }
    }

    private void count(Seq seq) {
        assertThat(seq.value()).as("events count by one").isEqualTo(lastSeq + 1);
        lastSeq = seq.value();
    }

    private void start(FeedItem.ReplyStarted started) {
        boolean same = started.reply().equals(reply) && attempts.getOrDefault(started.reply(), 0) == started.attempt();
        assertThat(started.baseOffset()).isBetween(0, same ? text.length() : 0);
        begin(started.reply(), started.attempt());
        text.setLength(started.baseOffset());
    }

    private void begin(MessageId started, int attempt) {
        assertThat(ended).as("nothing of a reply after its end").doesNotContain(started);
        assertThat(reply).as("one reply at a time").isIn(null, started);
        assertThat(attempt).as("attempts never decrease").isGreaterThanOrEqualTo(attempts.getOrDefault(started, 0));
        reply = started;
        attempts.put(started, attempt);
    }

    private void append(FeedItem.ReplyPiece piece) {
        assertThat(piece.reply()).isEqualTo(reply);
        assertThat(piece.attempt()).isEqualTo(attempts.get(piece.reply()));
        assertThat(piece.offset()).as("pieces join").isEqualTo(text.length());
        assertThat(piece.text()).isNotEmpty();
        assertThat(Characters.hasHalf(piece.text())).as("no half characters").isFalse();
        text.append(piece.text());
    }

    private void end(FeedItem.ReplyEnded end) {
        count(end.seq());
        MessageId id = end.message().id();
        assertThat(ended.add(id)).as("one end").isTrue();
        assertThat(messages.add(id)).as("told once").isTrue();
        if (id.equals(reply) && end.seq().value() > resumedUpTo) {
            assertThat(text.toString()).isEqualTo(end.content().text());
        } else if (end.seq().value() > resumedUpTo) {
            assertThat(end.content().text()).as("a text is told before its end").isEmpty();
        }
        if (id.equals(reply)) {
            reply = null;
        }
    }
}
