package dev.parley.application.fake;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.Prompt;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model that does what it is told and remembers what it was asked. Which script it plays: the next one queued, else
 * the one for the prompt's last message, else the standing one. Thread-safe.
 */
public final class ScriptedLanguageModel implements LanguageModel {

    private final Queue<ReplyScript> queued = new ConcurrentLinkedQueue<>();
    private final Map<String, ReplyScript> byQuestion = new ConcurrentHashMap<>();
    private final List<Prompt> prompts = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile ReplyScript standing;

    /** Plays this script unless it is told otherwise. */
    public ScriptedLanguageModel(ReplyScript standing) {
        this.standing = standing;
    }

    /** Always answers with these pieces. */
    public static ScriptedLanguageModel answering(String... pieces) {
        return new ScriptedLanguageModel(ReplyScript.saying(pieces));
    }

    /** Plays this script once, after the ones queued before. */
    public void playNext(ReplyScript script) {
        queued.add(script);
    }

    /** Plays this script whenever the prompt's last message is this text. */
    public void playFor(String question, ReplyScript script) {
        byQuestion.put(question, script);
    }

    /** From now on plays this script unless it is told otherwise. */
    public void playAlways(ReplyScript script) {
        standing = script;
    }

    /** What it was asked so far, refused prompts included. */
    public List<Prompt> prompts() {
        return List.copyOf(prompts);
    }

    /** How many streams were given out and not closed yet. */
    public int openStreams() {
        return open.get();
    }

    @Override
    public ReplyStream reply(Prompt prompt) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        prompts.add(prompt);
        ReplyScript script = script(prompt);
        if (!script.steps().isEmpty() && script.steps().getFirst() instanceof ReplyScript.Refuse(var failure)) {
            throw new ModelException(failure, null);
        }
        open.incrementAndGet();
        return new ScriptedReplyStream(script, open::decrementAndGet);
    }

    private ReplyScript script(Prompt prompt) {
        ReplyScript next = queued.poll();
        return next != null
                ? next
                : byQuestion.getOrDefault(prompt.messages().getLast().text(), standing);
    }
}
