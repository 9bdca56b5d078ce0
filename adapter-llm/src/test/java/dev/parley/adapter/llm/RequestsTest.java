package dev.parley.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedRequest;
import dev.parley.application.port.out.ModelException;
import dev.parley.domain.canary.Canaries;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.prompt.PromptMessage.Role;
import java.net.URI;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    @RegisterExtension
    final ServedModel served = new ServedModel(ServedModel.PATIENT);

    @Test
    void a_prompt_is_sent_as_openai_wants_it() throws Exception {
        var prompt = new Prompt(
                List.of(
                        new PromptMessage(Role.SYSTEM, "Be \"brief\".\n"),
                        new PromptMessage(Role.USER, "na\u00efve \uD83D\uDE00"),
                        new PromptMessage(Role.ASSISTANT, "a"),
                        new PromptMessage(Role.USER, "b")),
                new ModelParameters(null, 0.7, 2000, List.of("User:", "AI:")));

        served.model().reply(prompt).close();

        ScriptedRequest request = served.server().takeExchange().request();
        assertThat(request.body())
                .isEqualTo("{\"model\":\"test-model\",\"messages\":["
                        + "{\"role\":\"system\",\"content\":\"Be \\\"brief\\\".\\n\"},"
                        + "{\"role\":\"user\",\"content\":\"na\u00efve \uD83D\uDE00\"},"
                        + "{\"role\":\"assistant\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}],"
                        + "\"temperature\":0.7,\"max_tokens\":2000,\"stop\":[\"User:\",\"AI:\"],"
                        + "\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/v1/chat/completions");
        assertThat(request.headers())
                .containsEntry("authorization", "Bearer sk-very-secret")
                .containsEntry("content-type", "application/json")
                .containsEntry("accept-encoding", "identity");
    }

    @Test
    void a_prompt_may_name_another_model() throws Exception {
        served.model()
                .reply(asking(new ModelParameters("other", 0, 1, List.of())))
                .close();

        assertThat(nextBody())
                .contains("\"model\":\"other\"", "\"max_tokens\":1")
                .doesNotContain("\"stop\"");
    }

    @Test
    void of_many_stop_words_four_are_sent() throws Exception {
        var words = List.of("1", "2", "3", "4", "5");
        served.model().reply(asking(new ModelParameters(null, 1, 1, words))).close();

        assertThat(nextBody()).contains("\"stop\":[\"1\",\"2\",\"3\",\"4\"]");
    }

    @Test
    void half_a_surrogate_pair_does_not_stop_a_request() throws Exception {
        served.model().reply(Heard.userSays("a\uD83Db")).close();

        assertThat(served.server().takeExchange().request().lastUserMessage()).isEqualTo("a?b");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1, /v1/chat/completions",
        "/v1/, /v1/chat/completions",
        "/v1/chat/completions, /v1/chat/completions",
        "/v1/chat/completions/, /v1/chat/completions",
        "'', /chat/completions",
        "/openai/deployments/d%20e?api-version=2024-10-21,"
                + " /openai/deployments/d%20e/chat/completions?api-version=2024-10-21",
    })
    void a_base_url_is_completed(String base, String target) throws Exception {
        URI url = served.server().baseUrl().resolve("/");
        URI baseUrl = URI.create(url.toString().replaceFirst("/$", "") + base);

        try (var adapter = LlmAdapter.open(LlmConfig.of(baseUrl, null, "m"))) {
            adapter.model().reply(Heard.userSays("hi")).close();
        }

        ScriptedRequest request = served.server().takeExchange().request();
        assertThat(request.target()).isEqualTo(target);
        assertThat(request.headers()).doesNotContainKey("authorization");
    }

    @Test
    void headers_of_its_own_go_with_a_request_and_win() throws Exception {
        LlmConfig config = LlmConfig.of(served.server().baseUrl(), ServedModel.KEY, "m")
                .withHeaders(Map.of("X-Team", Canaries.secret("blue"), "Authorization", Canaries.secret("Basic x")));

        try (var adapter = LlmAdapter.open(config)) {
            adapter.model().reply(Heard.userSays("hi")).close();
        }

        assertThat(served.server().takeExchange().request().headers())
                .containsEntry("x-team", "blue")
                .containsEntry("authorization", "Basic x");
    }

    @ParameterizedTest
    @CsvSource({
        "https://house.openai.azure.com/openai/v1, api-key, k",
        "https://house.cognitiveservices.azure.com/openai/v1, api-key, k",
        "https://api.openai.com/v1, Authorization, Bearer k",
        "https://openai.azure.com.evil.example/v1, Authorization, Bearer k",
    })
    void azure_gets_its_key_in_its_own_header(String baseUrl, String header, String value) {
        LlmConfig config = LlmConfig.of(URI.create(baseUrl), Canaries.secret("k"), "m");

        var request = new Endpoint(config).request(ByteString.EMPTY);

        assertThat(request.header(header)).isEqualTo(value);
        assertThat(request.headers().names()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"Unrecognized request argument supplied: stream_options\",\"type\":"
                        + "\"invalid_request_error\",\"param\":null,\"code\":null}}",
                "{\"error\":{\"message\":\"no\",\"param\":\"stream_options\"}}",
                "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"stream_options\"],\"msg\":\"x\"}]}",
            })
    void a_server_without_stream_options_is_asked_without(String refusal) throws Exception {
        served.server().playingNext(ModelScript.status(400).send(refusal)).answering("fine");

        assertThat(Heard.from(served.model()).text()).isEqualTo("fine");

        assertThat(nextBody()).contains("stream_options");
        assertThat(nextBody()).doesNotContain("stream_options");
    }

    @Test
    void what_a_server_does_not_take_is_remembered_for_the_model() throws Exception {
        served.server()
                .playingNext(refusing(
                        "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", "max_tokens"))
                .playingNext(refusing("Unsupported value: 'temperature' does not support 0.7", "temperature"))
                .answering("fine");

        assertThat(Heard.from(served.model()).text()).isEqualTo("fine");
        assertThat(Heard.from(served.model()).text()).isEqualTo("fine");

        assertThat(nextBody()).contains("\"max_tokens\"", "temperature");
        assertThat(nextBody())
                .contains("\"max_completion_tokens\"", "temperature")
                .doesNotContain("\"max_tokens\"");
        assertThat(nextBody()).contains("\"max_completion_tokens\"").doesNotContain("temperature");
        assertThat(nextBody()).contains("\"max_completion_tokens\"").doesNotContain("temperature");
        assertThat(served.server().exchangesWaiting()).isZero();
    }

    @Test
    void a_server_that_refuses_everything_is_asked_a_few_times_only() throws Exception {
        served.server()
                .playing(refusing(
                        "unsupported: stream_options max_tokens max_completion_tokens temperature 'stop'", ""));

        assertThatThrownBy(() -> served.model().reply(Heard.userSays("hi"))).isInstanceOf(ModelException.class);

        assertThat(served.server().exchangesWaiting()).isEqualTo(6);
    }

    @Test
    void a_value_out_of_range_is_not_left_out() throws Exception {
        served.server().playing(refusing("Invalid 'temperature': expected a value <= 1", "temperature"));

        assertThatThrownBy(() -> served.model().reply(Heard.userSays("hi"))).isInstanceOf(ModelException.class);

        assertThat(served.server().exchangesWaiting()).isOne();
    }

    private static ModelScript refusing(String message, String parameter) {
        return ModelScript.status(400)
                .header("Content-Type", "application/json")
                .send("{\"error\":{\"message\":\"" + message + "\",\"param\":\"" + parameter + "\",\"code\":null}}");
    }

    private static Prompt asking(ModelParameters parameters) {
        return new Prompt(List.of(new PromptMessage(Role.USER, "hi")), parameters);
    }

    private String nextBody() throws InterruptedException {
        return served.server().takeExchange().request().body();
    }
}
