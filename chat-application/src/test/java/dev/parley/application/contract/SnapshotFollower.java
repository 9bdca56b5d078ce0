package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.message.Turn;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a session by its events alone where that can be done, and compares with what is stored after each. */
final class SnapshotFollower {

    private final SessionStore sessions;
    private final ConversationStore conversations;
    private final SessionKey key;
    private SessionSnapshot snapshot;
    private int followed;
    private int windows;

    SnapshotFollower(SessionStore sessions, ConversationStore conversations, SessionKey key) {
        this.sessions = sessions;
        this.conversations = conversations;
        this.key = key;
        this.snapshot = stored();
    }

    void follow(List<RecordedEvent> events) {
        Optional<SessionSnapshot> next = Optional.of(snapshot);
        for (RecordedEvent event : events) {
            next = next.flatMap(before -> before.after(event));
        }
        SessionSnapshot stored = stored();
        next.ifPresent(here -> {
            assertThat(here.head()).isEqualTo(stored.head());
            assertThat(here.newest()).isEqualTo(stored.newest());
            compareHeaders(here, stored);
            comparePages(here);
            compareWindows(here);
            followed++;
        });
        snapshot = next.orElse(stored);
    }

    private SessionSnapshot stored() {
        return SessionSnapshot.of(
                        sessions.find(key).orElseThrow(),
                        conversations
                                .history(key, new Range.Newest(SessionSnapshot.MOST))
                                .orElseThrow())
                .orElseThrow();
    }

    private static void compareHeaders(SessionSnapshot here, SessionSnapshot stored) {
        if (here.isWhole()) {
            assertThat(here.header()).isEqualTo(stored.header());
        }
        assertThat(here.header().session().owner())
                .isEqualTo(stored.header().session().owner());
        assertThat(here.header().session().standing())
                .isEqualTo(stored.header().session().standing());
        assertThat(here.messageCount()).isEqualTo(stored.header().messageCount());
    }

    private void comparePages(SessionSnapshot here) {
        for (int limit : new int[] {1, 20, SessionSnapshot.MOST, SessionSnapshot.MOST + 1}) {
            here.page(limit)
                    .ifPresent(page -> assertThat(page)
                            .isEqualTo(conversations
                                    .history(key, new Range.Newest(limit))
                                    .orElseThrow()));
        }
    }

    private void compareWindows(SessionSnapshot here) {
        long last = here.newest().stream()
                .mapToLong(message -> message.place().turn().value())
                .max()
                .orElse(1);
        compareWindow(here, new Turn(last), null, 11);
        compareWindow(here, new Turn(Math.max(1, last - 2)), new Turn(Math.max(1, last - 6)), 40);
        compareWindow(here, new Turn(last), null, 1);
    }

    private void compareWindow(SessionSnapshot here, Turn upTo, @Nullable Turn after, int turns) {
        here.window(upTo, after, turns).ifPresent(window -> {
            assertThat(window).isEqualTo(conversations.window(key, upTo, after, turns));
            windows++;
        });
    }

    int followedWithoutReading() {
        return followed;
    }

    int windowsGiven() {
        return windows;
    }
}
