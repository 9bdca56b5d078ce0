package dev.parley.adapter.redis;

import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import java.util.List;

/** Where running replies are kept. All keys of a session are in one slot of a cluster. */
final class ReplyKeys {

    private ReplyKeys() {}

    /** What is being written in a session: which reply, which attempt, by whom. */
    static String head(SessionKey key) {
        return Channels.REPLIES + "{" + key.tenant() + ":" + key.session() + "}";
    }

    /** How the keys of a session's texts begin; the reply follows. */
    static String texts(SessionKey key) {
        return head(key) + ":";
    }

    /** Head and text of a reply. */
    static List<String> of(RunningReply reply) {
        return List.of(head(reply.key()), texts(reply.key()) + reply.reply());
    }
}
