package dev.parley.bootstrap.terminal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be typed instead of a message. */
enum Command {
    CANCEL("stops the answer"),
    NEW("begins a new conversation"),
    HISTORY("shows the newest messages"),
    HELP("shows this"),
    QUIT("leaves; so does Ctrl-C when nothing is being answered");

    private final String meaning;

    Command(String meaning) {
        this.meaning = meaning;
    }

    static Optional<Command> of(String line) {
        return Arrays.stream(values())
                .filter(command -> command.typed().equals(line.strip()))
                .findFirst();
    }

    static String help() {
        return Arrays.stream(values())
                .map(command -> "%-9s %s".formatted(command.typed(), command.meaning))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private String typed() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }
}
