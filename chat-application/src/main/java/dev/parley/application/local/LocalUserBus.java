package dev.parley.application.local;

import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.UserBus;
import dev.parley.application.port.out.UserNews;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Carries news within this process. Listeners are called on the teller's thread, before {@link #tell} returns. */
public final class LocalUserBus implements UserBus {

    private final List<Member<UserNews>> members = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** A bus nobody listens to yet. */
    public LocalUserBus() {}

    @Override
    public void tell(UserNews news) {
        members.forEach(member -> {
            if (!closed) {
                member.tell(news);
            }
        });
    }

    @Override
    public Listening listen(Consumer<UserNews> listener) {
        Member<UserNews> member = new Member<>(listener, members::remove);
        members.add(member);
        return member;
    }

    @Override
    public void close() {
        closed = true;
        members.clear();
    }
}
