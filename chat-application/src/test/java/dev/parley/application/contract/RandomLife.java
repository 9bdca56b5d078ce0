package dev.parley.application.contract;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs.Cancellation;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore.Change;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.SessionTitle.Origin;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Whatever can happen in a session, in an order that a seed decides. Mostly people ask and are answered. */
final class RandomLife {

    private final StoreContract stores;
    private final SessionKey key;
    private final Random random;
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private int step;
    private int asked;

    RandomLife(StoreContract stores, SessionKey key, long seed) {
        this.stores = stores;
        this.key = key;
        this.random = new Random(seed);
    }

    /** What happened next; nothing if it was so already. */
    List<RecordedEvent> goOn() {
        step++;
        return switch (random.nextInt(20)) {
            case 0 -> wish(new Wish(new SessionTitle("title " + step, Origin.CHOSEN), null, null));
            case 1 -> wish(new Wish(null, random.nextBoolean() ? Standing.ARCHIVED : Standing.ACTIVE, null));
            case 2 -> wish(new Wish(null, null, new AssistantName("assistant" + step)));
            case 3 ->
                changed(stores.sessions.summarise(
                        key, new Summary("so far " + step, new Turn(asked + 1L)), Sample.second(500 + step)));
            case 4 -> cancelLast();
            case 5, 6, 7, 8, 9, 10, 11 -> ask();
            default -> waiting.isEmpty() ? ask() : answer();
        };
    }

    private List<RecordedEvent> ask() {
        asked++;
        var question = Sample.message(key, asked);
        waiting.add(new Ticket(key, question.reply()));
        return stores.accepted(question).events();
    }

    private List<RecordedEvent> answer() {
        Ticket next = waiting.remove();
        var job = stores.claimed(next, stores.node("talker"));
        return List.of(stores.finished(job, "answer " + step, Sample.second(500 + step))
                .event());
    }

    private List<RecordedEvent> cancelLast() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        var ended = (Cancellation.Ended)
                stores.replies.cancel(key, waiting.removeLast().reply(), Sample.second(500 + step));
        return List.of(ended.event());
    }

    private List<RecordedEvent> wish(Wish wish) {
        return changed(stores.sessions.change(key, wish, Sample.second(500 + step)));
    }

    private static List<RecordedEvent> changed(Change change) {
        return ((Change.Done) change).events();
    }
}
