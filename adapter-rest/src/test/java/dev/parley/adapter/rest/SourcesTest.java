package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "::1", "2001:db8::7", "fe80::1%eth0", "::ffff:203.0.113.7"})
    void addresses_are_read(String address) {
        assertThat(Sources.isLiteral(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "localhost", "203.0.113.256", "face", "::1 "})
    void nothing_else_is_and_nobody_is_asked_for_a_name(String text) {
        assertThat(Sources.isLiteral(text)).isFalse();
    }

    @Test
    void what_is_longer_than_any_address_is_not_looked_at() {
        var looks = new CountedLooks(":".repeat(16_000) + "!");

        assertThat(Sources.isLiteral(looks)).isFalse();

        assertThat(looks.count).isZero();
    }

    @Test
    void the_longest_one_that_is_looked_at_is_read_in_proportion_to_its_length() {
        var looks = new CountedLooks(":".repeat(63) + "!");

        assertThat(Sources.isLiteral(looks)).isFalse();

        assertThat(looks.count).isPositive().isLessThan(4 * 64);
    }

    /** A text that counts how often somebody looks at one of its characters. */
    private static final class CountedLooks implements CharSequence {

        private final String text;
        private int count;

        CountedLooks(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            count++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new AssertionError("nobody needs a part of it");
        }
    }
}
