package dev.parley.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSealTest {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final TokenSeal seal = new TokenSeal(key(1), "tests");

    @Test
    void what_was_sealed_opens() {
        String text = "müsli 🥣\nwith two lines";

        assertThat(seal.open(seal.seal(text))).hasValue(text);
    }

    @Test
    void a_token_is_made_for_headers_and_cookies() {
        assertThat(seal.seal("anything at all: ;=\"")).matches("[A-Za-z0-9._-]+");
    }

    @Test
    void every_single_changed_character_is_noticed() {
        String token = seal.seal("who I am");

        for (int at = 0; at < token.length(); at++) {
            for (char other : (ALPHABET + ".").toCharArray()) {
                String changed = token.substring(0, at) + other + token.substring(at + 1);
                if (!changed.equals(token)) {
                    assertThat(seal.open(changed))
                            .as("character %d as %s", at, other)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void a_part_of_a_token_is_not_enough() {
        String token = seal.seal("who I am");

        for (int length = 0; length < token.length(); length++) {
            assertThat(seal.open(token.substring(0, length))).isEmpty();
            assertThat(seal.open(token.substring(token.length() - length))).isEmpty();
        }
        assertThat(seal.open(token + "A")).isEmpty();
    }

    @Test
    void another_key_does_not_open_it() {
        assertThat(new TokenSeal(key(2), "tests").open(seal.seal("me"))).isEmpty();
    }

    @Test
    void another_purpose_does_not_open_it() {
        assertThat(new TokenSeal(key(1), "other tests").open(seal.seal("me"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "v1..",
                "v1",
                "null",
                "v1.*.*",
                "🥣",
                "v2.bWU.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void garbage_does_not_open(String garbage) {
        assertThat(seal.open(garbage)).isEmpty();
    }

    @Test
    void an_endless_token_is_not_looked_at() {
        String text = "x".repeat(TokenSeal.LONGEST);

        assertThat(seal.open(seal.seal(text))).isEmpty();
        assertThat(seal.open("v1." + "A".repeat(1_000_000) + ".A")).isEmpty();
    }

    @Test
    void the_signature_is_over_the_version_and_the_text() {
        String[] parts = seal.seal("me").split("\\.", -1);

        assertThat(parts).hasSize(3);
        assertThat(parts[0]).isEqualTo("v1");
        assertThat(Base64.getUrlDecoder().decode(parts[1])).isEqualTo("me".getBytes(StandardCharsets.UTF_8));
        assertThat(Base64.getUrlDecoder().decode(parts[2])).hasSize(32);
    }

    @Test
    void a_short_secret_is_refused() {
        assertThatThrownBy(() -> new TokenSeal(new byte[31], "tests")).isInstanceOf(IllegalArgumentException.class);
    }

    static byte[] key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return key;
    }
}
