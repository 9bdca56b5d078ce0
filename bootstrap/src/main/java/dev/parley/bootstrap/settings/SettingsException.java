package dev.parley.bootstrap.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration can't be used. Tells everything that is wrong with it at once. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Tells all of it.
     *
     * @param problems at least one
     */
    public SettingsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** All of them. */
    public List<Problem> problems() {
        return problems;
    }
}
