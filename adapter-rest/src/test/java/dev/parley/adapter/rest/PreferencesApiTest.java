package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesApiTest {

    private static final String PREFERENCES = "/api/users/me/preferences/";

    @RegisterExtension
    final RestServer server = new RestServer();

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void who_chose_nothing_sees_what_it_is_at_first(String slash) {
        var answer = server.as("mei").get("/api/users/me/preferences" + slash);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"locale\":null,\"theme\":\"system\",\"typing_speed\":\"normal\",\"send_on_enter\":true,"
                        + "\"default_assistant\":null,\"model\":null,\"temperature\":null,\"max_tokens\":null,"
                        + "\"updated_at\":null,\"allowed\":{\"models\":[],\"temperature\":{\"min\":0.0,\"max\":1.0},"
                        + "\"max_tokens\":{\"min\":1,\"max\":4000}}}");
    }

    @Test
    void what_is_given_is_changed_and_the_rest_stays() {
        Api mei = server.as("mei");
        mei.put(PREFERENCES, "{\"locale\":\"zh-TW\",\"send_on_enter\":false}");

        var changed =
                mei.put(PREFERENCES, "{\"theme\":\"dark\",\"typing_speed\":\"off\",\"default_assistant\":\"default\"}");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("locale")).isEqualTo("zh-TW");
        assertThat(changed.text("theme")).isEqualTo("dark");
        assertThat(changed.text("typing_speed")).isEqualTo("off");
        assertThat(changed.json().get("send_on_enter").asBoolean()).isFalse();
        assertThat(changed.text("default_assistant")).isEqualTo("default");
        assertThat(changed.text("updated_at")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(mei.get(PREFERENCES).text()).isEqualTo(changed.text());
    }

    @Test
    void null_puts_back_what_was_at_first() {
        Api mei = server.as("mei");
        mei.put(PREFERENCES, "{\"locale\":\"zh-TW\",\"theme\":\"dark\",\"send_on_enter\":false}");

        var changed = mei.put(PREFERENCES, "{\"locale\":null,\"send_on_enter\":null}");

        assertThat(changed.json().get("locale").isNull()).isTrue();
        assertThat(changed.json().get("send_on_enter").asBoolean()).isTrue();
        assertThat(changed.text("theme")).isEqualTo("dark");
    }

    @Test
    void how_to_be_answered_is_chosen_and_reset() {
        Api mei = server.as("mei");

        var chosen = mei.put(PREFERENCES, "{\"temperature\":0.25,\"max_tokens\":300}");
        var reset = mei.put(PREFERENCES, "{\"temperature\":null}");

        assertThat(chosen.json().get("temperature").asDouble()).isEqualTo(0.25);
        assertThat(chosen.json().get("max_tokens").asInt()).isEqualTo(300);
        assertThat(reset.json().get("temperature").isNull()).isTrue();
        assertThat(reset.json().get("max_tokens").asInt()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"locale":"fr"}            | locale            | must be en, zh-TW or zh-CN
            {"locale":3}               | locale            | must be a string
            {"theme":"blue"}           | theme             | must be system, light or dark
            {"typing_speed":"slow"}    | typing_speed      | must be off, normal or fast
            {"send_on_enter":"yes"}    | send_on_enter     | must be true or false
            {"default_assistant":"no"} | default_assistant | no such assistant
            {"model":"other"}          | model             | can't be chosen here
            {"model":1}                | model             | must be a string
            {"temperature":1.01}       | temperature       | must be 0 to 1
            {"temperature":"0.5"}      | temperature       | must be a number
            {"max_tokens":4001}        | max_tokens        | must be 1 to 4000
            {"max_tokens":0.5}         | max_tokens        | must be a whole number
            """)
    void a_bad_value_is_told_with_field_and_rule(String body, String field, String rule) {
        var answer = server.as("mei").put(PREFERENCES, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error_code")).isEqualTo("INVALID_MESSAGE");
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("detail")).contains(rule);
    }

    @Test
    void nobody_sees_anothers() {
        server.as("mei").put(PREFERENCES, "{\"theme\":\"dark\"}");

        assertThat(server.as("ben").get(PREFERENCES).text("theme")).isEqualTo("system");
        assertThat(server.asNobody().get(PREFERENCES).status()).isEqualTo(401);
    }
}
