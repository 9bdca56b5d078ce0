package dev.parley.adapter.llm;

import java.time.Duration;

/** How a thread lets time go by between two calls. */
@FunctionalInterface
interface Rest {

    /**
     * Blocks for so long.
     *
     * @return false if there is nothing to wait for any more, since all is being closed
     * @throws InterruptedException at once if the thread is interrupted
     */
    boolean over(Duration time) throws InterruptedException;
}
