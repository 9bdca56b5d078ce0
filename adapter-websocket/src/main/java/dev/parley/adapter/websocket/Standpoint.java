package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Feed;
import dev.parley.domain.message.Seq;

/** Where a client says that it stands. */
sealed interface Standpoint {

    /** In a session's events and a running reply. */
    record InSession(Feed.Resume from) implements Standpoint {

        static InSession after(long seq) {
            return new InSession(new Feed.Resume(new Seq(seq), null));
        }
    }

    /** In what concerns a user. */
    record OfUser(long afterUserSeq) implements Standpoint {}
}
