package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.adapter.redis.Bundle.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {

    @Test
    void what_is_said_in_several_channels_comes_out_as_it_went_in() {
        String message = new Bundle()
                .add("one", "a line\nand 12 another\n")
                .add("other", "")
                .add("one", "wörld 😀")
                .toString();

        assertThat(Bundle.parse(message))
                .containsExactly(
                        new Part("one", "a line\nand 12 another\n"),
                        new Part("other", ""),
                        new Part("one", "wörld 😀"));
    }

    @Test
    void nothing_said_is_nothing_heard() {
        assertThat(Bundle.parse(new Bundle().toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "\n",
                " \n",
                "channel\n",
                "channel 1",
                "channel 2\na",
                "channel -1\n",
                "channel one\na",
                "channel 2147483647\na",
                "channel 99999999999\na",
                "channel 1\nab"
            })
    void what_is_not_as_long_as_it_says_is_refused(String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Bundle.parse(message));
    }
}
