package dev.parley.application.local;

import dev.parley.application.port.out.ChatObserver;
import dev.parley.domain.reply.ReplyEnding;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where nobody counts anything. */
public final class Unobserved implements ChatObserver {

    /** An observer that forgets at once. */
    public Unobserved() {}

    @Override
    public void messageAccepted(Durability durability, int characters) {}

    @Override
    public void replyBegan(int attempt, Duration waited) {}

    @Override
    public void replyEnded(ReplyEnding ending, int characters, @Nullable Duration firstText, Duration whole) {}

    @Override
    public void replyHandedBack() {}
}
