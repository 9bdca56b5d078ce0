package dev.parley.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.assistant.AssistantName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    private static final String LONGEST = "a123456789a123456789a123456789a123456789a123456789a123456789bcde";

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "acme", "guest-1.b_2", "-", "..", LONGEST})
    void names_of_keys_are_taken_as_they_are(String name) {
        assertThat(new TenantId(name)).hasToString(name);
        assertThat(new UserId(name)).hasToString(name);
        assertThat(new AssistantName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A", "a b", "a:b", "a/b", "a\n", "ä", "ａ", "a\0", "{a}", "a*", LONGEST + "f"})
    void anything_else_is_refused(String name) {
        assertThatThrownBy(() -> new TenantId(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UserId(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AssistantName(name)).isInstanceOf(IllegalArgumentException.class);
    }
}
