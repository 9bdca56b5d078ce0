package dev.parley.domain.assistant;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt with variables: {@code {user_name}}, {@code {date}}, {@code {locale}} and own ones. A variable's name is of
 * {@code a-z 0-9 _} and begins with a letter. Two braces stand for one, so that an example in JSON can be written with
 * doubled braces.
 *
 * @param text not blank; each brace is part of a variable or doubled
 */
public record PromptTemplate(String text) {

    /** The variables that are filled in anew for each reply; all others are one's own. */
    public static final List<String> BUILT_IN = List.of("user_name", "date", "locale");

    /** All that a brace can be, read from left to right: a doubled one, a variable's, or a mistake. */
    private static final Pattern BRACES = Pattern.compile("\\{\\{|}}|\\{([a-z][a-z0-9_]*)}|[{}]");

    /** Refuses blank texts and braces that are neither part of a variable nor doubled. */
    public PromptTemplate {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a prompt must not be blank");
        }
        BRACES.matcher(text).results().forEach(PromptTemplate::refuseSingleBrace);
    }

    /** The names of the variables in it, in the order they first appear. Can't be changed. */
    public Set<String> variables() {
        Set<String> names = new LinkedHashSet<>();
        BRACES.matcher(text).results().filter(PromptTemplate::isVariable).forEach(found -> names.add(found.group(1)));
        return Collections.unmodifiableSet(names);
    }

    /**
     * The same with some variables filled in for good. Values are taken as they are: braces in them mean nothing.
     *
     * @param values may hold more than is needed, and need not hold all
     */
    public PromptTemplate with(Map<String, String> values) {
        return new PromptTemplate(BRACES.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        isVariable(found) && values.containsKey(found.group(1))
                                ? doubled(replacement(found, values))
                                : found.group())));
    }

    private static String doubled(String value) {
        return value.replace("{", "{{").replace("}", "}}");
    }

    /**
     * Fills the variables in. Values are taken as they are: braces in them mean nothing.
     *
     * @param values may hold more than is needed
     * @throws IllegalArgumentException if a variable has no value; the message names all of them
     */
    public String render(Map<String, String> values) {
        Set<String> missing = new TreeSet<>(variables());
        missing.removeAll(values.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("no value for " + missing);
        }
        return BRACES.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement(found, values)));
    }

    private static String replacement(MatchResult found, Map<String, String> values) {
        String name = found.group(1);
        return name == null ? found.group().substring(1) : requireNonNull(values.get(name), name);
    }

    private static boolean isVariable(MatchResult found) {
        return found.group(1) != null;
    }

    private static void refuseSingleBrace(MatchResult found) {
        switch (found.group()) {
            case "{" ->
                throw new IllegalArgumentException("the { at character " + found.start()
                        + " begins no {variable} of a-z 0-9 _; write {{ if a brace is meant");
            case "}" ->
                throw new IllegalArgumentException(
                        "the } at character " + found.start() + " ends no {variable}; write }} if a brace is meant");
            default -> {}
        }
    }
}
