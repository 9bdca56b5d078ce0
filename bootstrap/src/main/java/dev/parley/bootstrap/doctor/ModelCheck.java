package dev.parley.bootstrap.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.bootstrap.settings.ModelSettings;
import dev.parley.bootstrap.settings.ProviderSettings;
import dev.parley.domain.text.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks the model's service which models it has: that costs nothing. */
final class ModelCheck {

    private static final String SUBJECT = "model";
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final ProviderSettings provider;
    private final Duration connectWithin;

    private ModelCheck(ProviderSettings provider, Duration connectWithin) {
        this.provider = provider;
        this.connectWithin = connectWithin;
    }

    /** One finding for each provider. */
    static List<Finding> run(ModelSettings model) throws InterruptedException {
        if (model.providers().isEmpty()) {
            return List.of(Finding.warn(
                    SUBJECT, "the demo model answers; set llm.base_url, llm.api_key and llm.model for a real one"));
        }
        List<Finding> findings = new ArrayList<>();
        for (ProviderSettings provider : model.providers()) {
            findings.add(new ModelCheck(provider, model.limits().connect()).run());
        }
        return findings;
    }

    private Finding run() throws InterruptedException {
        URI base = provider.baseUrl();
        URI asked = URI.create(base.toString().replaceAll("/+$", "") + "/models");
        String shown = asked.getScheme() + "://" + asked.getAuthority().replaceAll(".*@", "") + asked.getPath();
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(connectWithin).build()) {
            return judged(http.send(request(asked), HttpResponse.BodyHandlers.ofString()), shown);
        } catch (IOException e) {
            return Finding.fail(
                    SUBJECT,
                    shown + " can't be reached: " + e.getClass().getSimpleName() + why(e) + "; look at "
                            + provider.setBy() + " and at the network between");
        }
    }

    private String key(String last) {
        return provider.setBy().replace("base_url", last);
    }

    private static String why(IOException failure) {
        return failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")";
    }

    private HttpRequest request(URI asked) {
        var request = HttpRequest.newBuilder(asked).timeout(WITHIN).GET();
        Secret key = provider.apiKey();
        if (key != null) {
            request.header("Authorization", "Bearer " + key.value());
        }
        return request.build();
    }

    private Finding judged(HttpResponse<String> answer, String shown) {
        return switch (answer.statusCode()) {
            case 200 -> listed(answer.body(), shown);
            case 401, 403 ->
                Finding.fail(
                        SUBJECT,
                        "the API key is refused by " + shown + " (" + answer.statusCode() + "); set " + key("api_key"));
            case 404, 405 ->
                Finding.warn(
                        SUBJECT,
                        shown + " answers " + answer.statusCode()
                                + ": it has no list of models, or " + provider.setBy()
                                + " is not right; it usually ends with /v1");
            case 429 -> Finding.warn(SUBJECT, shown + " answers 429: too many requests, or no credit left");
            default -> Finding.fail(SUBJECT, shown + " answers " + answer.statusCode() + "; try again later");
        };
    }

    private Finding listed(String body, String shown) {
        try {
            JsonNode models = JsonMapper.builder().build().readTree(body).path("data");
            boolean known =
                    models.valueStream().anyMatch(one -> one.path("id").asText().equals(provider.model()));
            return known || models.isEmpty()
                    ? Finding.ok(SUBJECT, shown + " answers, the API key is taken, the model is " + provider.model())
                    : Finding.warn(
                            SUBJECT,
                            shown + " answers, but does not list " + provider.model() + "; look at " + key("model"));
        } catch (JsonProcessingException e) {
            return Finding.warn(SUBJECT, shown + " answers, but not with JSON; look at " + provider.setBy());
        }
    }
}
