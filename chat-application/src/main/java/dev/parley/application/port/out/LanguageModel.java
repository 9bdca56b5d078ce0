package dev.parley.application.port.out;

import dev.parley.domain.prompt.Prompt;

/**
 * A model that answers prompts. Thread-safe; called on one virtual thread per reply.
 *
 * <ol>
 *   <li>G1: {@link #reply} returns once the provider has accepted the prompt, or throws {@link ModelException}.
 *   <li>G2: the stream gives any number of text deltas and then exactly one end; joined, the deltas are the answer.
 *   <li>G3: an answer that was cut off never ends in {@code Completed}.
 *   <li>G4: {@link ReplyStream#close()} from any thread makes a blocked {@link ReplyStream#next()} return
 *       {@code Cancelled} and frees the provider's connection at once.
 *   <li>G5: a provider that hangs or stalls ends in a failure of kind {@code TIMEOUT}, never in silence.
 *   <li>G6: trouble before the first delta is a {@link ModelException} or {@code Failed}; after it, {@code Failed}.
 *   <li>G7: no character is damaged, however the provider cuts its bytes.
 *   <li>G8: replies do not disturb each other: one that blocks or fails leaves the others alone.
 * </ol>
 */
@FunctionalInterface
public interface LanguageModel {

    /**
     * Begins a reply. Blocks until the provider has accepted the prompt; a model that looks for a provider that answers
     * may block until there is a first chunk.
     *
     * @return the running reply, to be closed by the caller in every case
     * @throws ModelException if the provider did not take the prompt
     * @throws InterruptedException if the calling thread was interrupted; nothing is left open then
     */
    ReplyStream reply(Prompt prompt) throws InterruptedException;
}
