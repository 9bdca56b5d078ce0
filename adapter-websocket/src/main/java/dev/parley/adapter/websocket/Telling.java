package dev.parley.adapter.websocket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A feed as frames. Used by the writer of a connection alone, but for {@link #head}. */
interface Telling {

    /** The first frame of a connection. */
    ServerFrame greeting();

    /** The number of what was told last when the connection was opened. */
    long openedAt();

    /** Where the client stands. At most once, before the first {@link #next}. */
    void resume(Standpoint from);

    /**
     * What comes next; null if nothing is there now. It may come to no frame at all.
     *
     * @throws IllegalStateException if the feed was closed
     */
    @Nullable
    List<ServerFrame> next();

    /** Whether what was followed is there no more, and nothing follows. */
    boolean isOver();

    /** The number of what happened last, told or not. From any thread; does not block. */
    long head();
}
