package dev.parley.adapter.redis;

import dev.parley.application.port.out.Announcement;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what other nodes announced. This node's own announcements were told before and are dropped. */
final class RemoteNews implements Ear {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteNews.class);

    private final AnnouncementCodec codec;
    private final Audience audience;

    RemoteNews(AnnouncementCodec codec, Audience audience) {
        this.codec = codec;
        this.audience = audience;
    }

    @Override
    public void onChannel(String channel, String payload) {
        decoded(payload, audience::tellSession);
    }

    @Override
    public void onPattern(String payload) {
        decoded(payload, audience::tellAll);
    }

    private void decoded(String payload, Consumer<Announcement> next) {
        try {
            codec.decodeForeign(payload).ifPresent(next);
        } catch (IllegalArgumentException e) {
            // A node of another version. Its listeners find out from the store.
            LOG.warn("An announcement can't be understood and is left out: {}", e.getMessage());
        }
    }
}
