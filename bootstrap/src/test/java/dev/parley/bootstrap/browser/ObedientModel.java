package dev.parley.bootstrap.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model that answers in the way the question asks for, so that a test in a browser needs nothing but the field it
 * types into. The last word in brackets of the question is the wish: {@code [stall]}, {@code [slow]}, {@code [endless]},
 * {@code [fail]}, {@code [cut]}, {@code [sample]}, {@code [huge]}, {@code [how]} for how it was asked to answer.
 */
final class ObedientModel {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WISH = Pattern.compile(".*\\[(\\w+)].*", Pattern.DOTALL);
    private static final Duration QUICK = Duration.ofMillis(5);
    private static final Duration SLOW = Duration.ofMillis(40);

    private ObedientModel() {}

    static ModelScript scriptFor(ScriptedRequest request) {
        String question = request.lastUserMessage();
        Matcher wish = WISH.matcher(question);
        return switch (wish.matches() ? wish.group(1) : "") {
            case "stall" -> ModelScript.streaming().head().stall();
            case "slow" -> ModelScript.answering(SLOW, pieces(numbered(80)));
            case "endless" -> begun(numbered(40)).stall();
            case "fail" -> ModelScript.status(500).send("{\"error\":{\"message\":\"out of order\"}}");
            case "cut" -> begun(numbered(12)).breakOff();
            case "sample" -> ModelScript.answering(QUICK, pieces(sample()));
            case "how" -> ModelScript.answering(QUICK, pieces(parametersOf(request)));
            case "huge" -> ModelScript.answering(QUICK, pieces(huge(), "(?s).{1,60}"));
            default -> ModelScript.answering(QUICK, pieces("You said: " + question));
        };
    }

    /** {@code word1 word2 …}: any loss, doubling or disorder shows. */
    static String numbered(int words) {
        var text = new StringBuilder();
        for (int word = 1; word <= words; word++) {
            text.append("word").append(word).append(word % 10 == 0 ? ".\n\n" : " ");
        }
        return text.toString().strip();
    }

    private static String parametersOf(ScriptedRequest request) {
        try {
            JsonNode asked = JSON.readTree(request.body());
            return "Model %s, temperature %s, at most %s tokens."
                    .formatted(
                            asked.path("model").asText(),
                            asked.path("temperature").asText("as ever"),
                            asked.path("max_tokens").asText("any"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON was asked for", e);
        }
    }

    private static ModelScript begun(String text) {
        ModelScript script = ModelScript.streaming();
        for (String piece : pieces(text)) {
            script = script.rest(SLOW).delta(piece);
        }
        return script;
    }

    /** 50,000 characters of prose, lists, code and tables. */
    private static String huge() {
        var text = new StringBuilder();
        for (int part = 1; text.length() < 50_000; part++) {
            text.append("## Part ").append(part).append("\n\n").append(sample()).append("\n\n");
        }
        return text.toString();
    }

    /** About a word each, never half a character. */
    private static String[] pieces(String text) {
        return pieces(text, "\\S{1,12}\\s*|\\s+");
    }

    private static String[] pieces(String text, String form) {
        List<String> pieces = new ArrayList<>();
        Matcher matcher = Pattern.compile(form).matcher(text);
        while (matcher.find()) {
            pieces.add(matcher.group());
        }
        return pieces.toArray(String[]::new);
    }

    private static String sample() {
        try (InputStream in = ObedientModel.class.getResourceAsStream("/browser/sample.md")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
