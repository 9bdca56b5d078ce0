package dev.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextDigestTest {

    @ParameterizedTest
    @CsvSource({
        "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "'grüße 😀\r\n ', 0e2e7541fae5552ad959dad1fd46f00cfbad18b7b11465c47bb3d1272f4ffbc6"
    })
    void it_is_the_hash_of_the_utf_8_bytes(String text, String hash) {
        assertThat(TextDigest.sha256(text)).isEqualTo(hash);
    }
}
