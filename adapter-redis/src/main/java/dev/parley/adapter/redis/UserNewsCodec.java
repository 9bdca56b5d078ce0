package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Json.text;
import static dev.parley.adapter.redis.Json.textOrNull;
import static dev.parley.adapter.redis.Json.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.application.port.out.UserKey;
import dev.parley.application.port.out.UserNews;
import dev.parley.application.port.out.UserNews.MuchChanged;
import dev.parley.application.port.out.UserNews.PreferencesChanged;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.preference.PageLanguage;
import dev.parley.domain.preference.Preferences;
import dev.parley.domain.preference.Theme;
import dev.parley.domain.preference.TypingSpeed;
import java.util.Optional;

/** News of users as JSON. */
final class UserNewsCodec {

    private final String node;

    /** @param node who tells; goes with everything, so that it can tell its own */
    UserNewsCodec(String node) {
        this.node = node;
    }

    String encode(UserNews news) {
        return switch (news) {
            case MuchChanged(UserKey user) -> frame("much_changed", user).toString();
            case PreferencesChanged(UserKey user, Preferences preferences, var updatedAt) -> {
                ObjectNode frame = frame("preferences_changed", user).put("updated_at", updatedAt.toString());
                frame.set("preferences", of(preferences));
                yield frame.toString();
            }
        };
    }

    private ObjectNode frame(String kind, UserKey user) {
        return Json.object()
                .put("kind", kind)
                .put("node", node)
                .put("tenant", user.tenant().value())
                .put("user", user.user().value());
    }

    private static ObjectNode of(Preferences preferences) {
        PageLanguage language = preferences.language();
        AssistantName assistant = preferences.assistant();
        return Json.object()
                .put("language", language == null ? null : language.tag())
                .put("theme", preferences.theme().name())
                .put("typing_speed", preferences.typingSpeed().name())
                .put("send_on_enter", preferences.sendOnEnter())
                .put("assistant", assistant == null ? null : assistant.value())
                .put("model", preferences.model().model())
                .put("temperature", preferences.model().temperature())
                .put("max_tokens", preferences.model().maxTokens());
    }

    /**
     * What another node told; empty if it is this node's own.
     *
     * @throws IllegalArgumentException if it can't be understood
     */
    Optional<UserNews> decodeForeign(String payload) {
        JsonNode frame = Json.parse(payload);
        return text(frame, "node").equals(node) ? Optional.empty() : Optional.of(decode(frame));
    }

    private static UserNews decode(JsonNode frame) {
        UserKey user = new UserKey(new TenantId(text(frame, "tenant")), new UserId(text(frame, "user")));
        return switch (text(frame, "kind")) {
            case "much_changed" -> new MuchChanged(user);
            case "preferences_changed" ->
                new PreferencesChanged(
                        user, preferences(frame.required("preferences")), EventJson.instant(frame, "updated_at"));
            default -> throw new IllegalArgumentException("unknown kind of news");
        };
    }

    private static Preferences preferences(JsonNode json) {
        String language = textOrNull(json, "language");
        String assistant = textOrNull(json, "assistant");
        return new Preferences(
                language == null ? null : PageLanguage.ofTag(language),
                Theme.valueOf(text(json, "theme")),
                TypingSpeed.valueOf(text(json, "typing_speed")),
                truth(json, "send_on_enter"),
                assistant == null ? null : new AssistantName(assistant),
                model(json));
    }

    /** Nodes of an earlier version say nothing of it. */
    private static ModelPreferences model(JsonNode json) {
        return new ModelPreferences(
                textOrNull(json, "model"),
                json.hasNonNull("temperature") ? json.get("temperature").asDouble() : null,
                json.hasNonNull("max_tokens") ? json.get("max_tokens").asInt() : null);
    }
}
