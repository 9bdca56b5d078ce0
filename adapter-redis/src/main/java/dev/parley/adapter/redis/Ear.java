package dev.parley.adapter.redis;

/** Hears what a {@link Subscription} receives. Called on its reading thread; must not block. */
interface Ear {

    /** Something was said in a channel that was asked for. */
    void onChannel(String payload);

    /** Something was said in a channel that fits a pattern that was asked for. */
    void onPattern(String payload);
}
