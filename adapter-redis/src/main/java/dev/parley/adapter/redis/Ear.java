package dev.parley.adapter.redis;

/** Hears what a {@link Subscription} receives. Called on its reading thread; must not block. */
interface Ear {

    /** Something was said in a channel that was asked for. */
    void onChannel(String channel, String payload);

    /** Something was said in a channel that fits a pattern that was asked for. */
    default void onPattern(String payload) {}

    /** From now on nothing said in this channel is missed; after a break of the connection, again. */
    default void onHeard(String channel) {}
}
