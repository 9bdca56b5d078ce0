package dev.parley.application.usecase;

import dev.parley.application.local.LocalEventBus;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A bus that loses, doubles, holds back and mixes up announcements, and leaves messages out, as chance wants it. */
final class LossyBus implements EventBus {

    private final LocalEventBus bus = new LocalEventBus();
    private final ReentrantLock lock = new ReentrantLock();
    private final Random random;
    private final List<Announcement> heldBack = new ArrayList<>();

    LossyBus(long seed) {
        random = new Random(seed);
    }

    @Override
    public void announce(Announcement announcement) {
        chosen(announcement).forEach(bus::announce);
    }

    private List<Announcement> chosen(Announcement announcement) {
        lock.lock();
        try {
            return switch (random.nextInt(6)) {
                case 0 -> List.of();
                case 1 -> List.of(announcement, announcement);
                case 2 -> {
                    heldBack.add(announcement);
                    yield List.of();
                }
                case 3 -> {
                    var late = new ArrayList<Announcement>(heldBack.reversed());
                    late.addFirst(announcement);
                    heldBack.clear();
                    yield late;
                }
                case 4 -> List.of(withoutMessages(announcement));
                default -> List.of(announcement);
            };
        } finally {
            lock.unlock();
        }
    }

    private static Announcement withoutMessages(Announcement announcement) {
        return switch (announcement) {
            case Announcement.CancelRequested cancel -> cancel;
            case Announcement.CursorsMoved moved -> moved;
            case Announcement.Appended(var key, var events) ->
                new Announcement.Appended(
                        key,
                        events.stream()
                                .map(event -> new RecordedEvent(
                                        event.session(), event.seq(), event.at(), event.event(), null))
                                .toList());
        };
    }

    @Override
    public Listening listen(SessionKey key, Consumer<Announcement> listener) {
        return bus.listen(key, listener);
    }

    @Override
    public Listening listenToAll(Consumer<Announcement> listener) {
        return bus.listenToAll(listener);
    }

    @Override
    public void close() {
        bus.close();
    }
}
