package dev.parley.adapter.rest;

import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.ManagePreferences.Preference;
import dev.parley.domain.preference.ModelBounds;
import dev.parley.domain.preference.PageLanguage;
import dev.parley.domain.preference.Preferences;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** what the caller prefers. */
@Path("/api/users/me/preferences")
@Produces(MediaType.APPLICATION_JSON)
public final class PreferencesResource {

    private final ManagePreferences preferences;
    private final JsonBody body;

    PreferencesResource(RestAdapter.Ports ports, JsonBody body) {
        this.preferences = ports.managePreferences();
        this.body = body;
    }

    /** All of them. */
    @GET
    public PreferencesJson read(@Context ContainerRequestContext request) {
        return json(preferences.read(Callers.of(request)));
    }

    /** Changes what is given; what is given as null becomes what it was at first. */
    @PUT
    public PreferencesJson change(@Context ContainerRequestContext request) {
        Fields fields = body.read(request);
        Set<Preference> reset = Arrays.stream(Preference.values())
                .filter(preference -> fields.isNull(preference.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toSet());
        return json(preferences.change(new ManagePreferences.Command(
                Callers.of(request),
                fields.text("locale"),
                fields.text("theme"),
                fields.text("typing_speed"),
                fields.flag("send_on_enter"),
                fields.text("default_assistant"),
                fields.text("model"),
                fields.decimal("temperature"),
                fields.wholeNumber("max_tokens"),
                reset)));
    }

    static PreferencesJson json(ManagePreferences.Outcome outcome) {
        return switch (outcome) {
            case ManagePreferences.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ManagePreferences.Outcome.Found(var found, var updatedAt, var allowed) ->
                PreferencesJson.from(found, updatedAt, allowed);
        };
    }

    /** Preferences on the wire. */
    record PreferencesJson(
            @Nullable String locale,
            String theme,
            String typingSpeed,
            boolean sendOnEnter,
            @Nullable String defaultAssistant,
            @Nullable String model,
            @Nullable Double temperature,
            @Nullable Integer maxTokens,
            @Nullable String updatedAt,
            AllowedJson allowed) {

        static PreferencesJson from(Preferences preferences, @Nullable Instant updatedAt, ModelBounds allowed) {
            PageLanguage language = preferences.language();
            return new PreferencesJson(
                    language == null ? null : language.tag(),
                    preferences.theme().name().toLowerCase(Locale.ROOT),
                    preferences.typingSpeed().name().toLowerCase(Locale.ROOT),
                    preferences.sendOnEnter(),
                    preferences.assistant() == null
                            ? null
                            : preferences.assistant().value(),
                    preferences.model().model(),
                    preferences.model().temperature(),
                    preferences.model().maxTokens(),
                    updatedAt == null ? null : Json.time(updatedAt),
                    AllowedJson.from(allowed));
        }
    }

    /** What may be chosen: no models for no choice; null for what is not offered. */
    record AllowedJson(
            List<String> models,
            @Nullable RangeJson temperature,
            @Nullable RangeJson maxTokens) {

        static AllowedJson from(ModelBounds bounds) {
            return bounds.areParametersOffered()
                    ? new AllowedJson(
                            bounds.models(),
                            new RangeJson(bounds.leastTemperature(), bounds.mostTemperature()),
                            new RangeJson(1, bounds.mostTokens()))
                    : new AllowedJson(bounds.models(), null, null);
        }
    }

    /** From the least to the most, both included. */
    record RangeJson(Number min, Number max) {}
}
