package dev.parley.adapter.llm;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gathers the fields of a choice and of the delta or message in it. */
final class ChoiceFields {

    private final JsonWalk walk;
    private int index;
    private String text = "";
    private boolean atWork;
    private @Nullable String finish;

    /** A choice that may not tell its index: then it is its position. */
    ChoiceFields(JsonWalk walk, int position) {
        this.walk = walk;
        this.index = position;
    }

    void field(String name) throws IOException {
        switch (name) {
            case "index" -> index = walk.count();
            case "delta", "message" -> walk.object(this::messageField);
            case "text" -> add(walk.text());
            case "finish_reason" -> finish = reason(walk.text());
            default -> {}
        }
    }

    boolean isFirst() {
        return index == 0;
    }

    String text() {
        return text;
    }

    boolean atWork() {
        return atWork;
    }

    @Nullable
    String finish() {
        return finish;
    }

    private void messageField(String name) throws IOException {
        switch (name) {
            case "content" -> content();
            case "refusal" -> add(walk.text());
            case "reasoning_content", "reasoning", "tool_calls", "function_call" -> atWork |= walk.isSomething();
            default -> {}
        }
    }

    /** Mostly text; from some a list of parts, of which those with text count and the others are thoughts. */
    private void content() throws IOException {
        add(walk.text());
        walk.array(position -> walk.object(this::partField));
    }

    private void partField(String name) throws IOException {
        if (name.equals("text")) {
            add(walk.text());
        } else {
            atWork = true;
        }
    }

    private void add(String more) {
        text = text.isEmpty() ? more : text + more;
    }

    /** Some send an empty reason, or the word null, with every chunk. */
    private static @Nullable String reason(String told) {
        return told.isEmpty() || told.equals("null") ? null : told;
    }
}
