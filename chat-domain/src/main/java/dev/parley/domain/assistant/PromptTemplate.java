package dev.parley.domain.assistant;

import java.util.Map;
import java.util.Set;

/**
 * A prompt with variables: {@code {user_name}}, {@code {date}}, {@code {locale}} and own ones. Two braces are one brace.
 *
 * @param text not blank; braces balanced as above
 */
public record PromptTemplate(String text) {

    /** The names of the variables in it. */
    public Set<String> variables() {
        throw new IllegalStateException("being written");
    }

    /**
     * Fills the variables in. Values are taken as they are: braces in them mean nothing.
     *
     * @throws IllegalArgumentException if a variable has no value
     */
    public String render(Map<String, String> values) {
        throw new IllegalStateException("being written");
    }
}
