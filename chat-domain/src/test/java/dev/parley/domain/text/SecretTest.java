package dev.parley.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

    private record Holder(String name, Secret secret) {}

    @Test
    void a_secret_does_not_show_itself_nor_in_what_holds_it() {
        var secret = new Secret("p4ss-word");

        assertThat(secret).hasToString(Secret.HIDDEN);
        assertThat(new Holder("ada", secret)).hasToString("Holder[name=ada, secret=***]");
        assertThat(secret.value()).isEqualTo("p4ss-word");
    }
}
