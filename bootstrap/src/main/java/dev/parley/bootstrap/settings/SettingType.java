package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What the values of a key look like.
 *
 * @param <T> what they become
 * @param allowed what is allowed, in a few words
 * @param parser makes the value of what was written
 * @param shown makes a text fit to be seen: hides what is secret
 */
record SettingType<T>(String allowed, Parser<T> parser, UnaryOperator<String> shown) {

    /** Makes a value. */
    @FunctionalInterface
    interface Parser<T> {

        /**
         * Makes one of what was written.
         *
         * @throws IllegalArgumentException if that is not allowed
         */
        T parse(Written written);
    }

    SettingType {
        requireNonNull(allowed, "allowed");
        requireNonNull(parser, "parser");
        requireNonNull(shown, "shown");
    }

    /** A type whose values are one text. */
    static <T> SettingType<T> single(String allowed, Function<String, T> parser) {
        Parser<T> ofText = written -> switch (written) {
            case Written.Text(String text) -> parser.apply(text);
            case Written.Items ignored -> throw new IllegalArgumentException("a list");
            case Written.Pairs ignored -> throw new IllegalArgumentException("names and values");
        };
        return new SettingType<>(allowed, ofText, UnaryOperator.identity());
    }

    SettingType<T> hiding(UnaryOperator<String> how) {
        return new SettingType<>(allowed, parser, how);
    }
}
