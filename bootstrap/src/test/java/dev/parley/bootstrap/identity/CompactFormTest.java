package dev.parley.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactFormTest {

    @Test
    void a_token_in_its_one_form_is_read() {
        assertThat(CompactForm.isOf("eyJhIjoxfQ.eyJiIjoyfQ.AAECAwQ")).isTrue();
    }

    /** All of them are the same bytes to a lenient reader, or none at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJhIjoxfQ.eyJiIjoyfQ.AAEC\tAwQ",
                "eyJhIjoxfQ.eyJiIjoyfQ.AAEC AwQ",
                "eyJhIjoxfQ.eyJiIjoyfQ.AAECAwQ\n",
                "eyJhIjoxfQ.eyJiIjoyfQ.AAECAwQ=",
                "eyJhIjoxfQ.eyJiIjoyfQ.AAECAwR",
                "eyJhIjoxfQ.eyJiIjoyfR.AAECAwQ",
                " eyJhIjoxfQ.eyJiIjoyfQ.AAECAwQ",
                "eyJhIjoxfQ.eyJiIjoyfQ.AAE+AwQ",
                "eyJhIjoxfQ.eyJiIjoyfQ.AAE/AwQ",
                "eyJhIjoxfQ.eyJiIjoyfQ.AAECA",
                "eyJhIjoxfQ.eyJiIjoyfQ.",
                "eyJhIjoxfQ.eyJiIjoyfQ",
                "eyJhIjoxfQ.eyJiIjoyfQ.AAECAwQ.AAECAwQ",
                "eyJhIjoxfQ..AAECAwQ",
                "",
                "."
            })
    void any_other_is_not(String token) {
        assertThat(CompactForm.isOf(token)).isFalse();
    }
}
