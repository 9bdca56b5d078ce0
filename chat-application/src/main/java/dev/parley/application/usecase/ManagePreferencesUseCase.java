package dev.parley.application.usecase;

import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.UserKey;
import dev.parley.application.port.out.UserNews;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.preference.ModelBounds;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.preference.PageLanguage;
import dev.parley.domain.preference.Preferences;
import dev.parley.domain.preference.Theme;
import dev.parley.domain.preference.TypingSpeed;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads and changes what people prefer. A change that meets another one is made again upon it. */
final class ManagePreferencesUseCase implements ManagePreferences {

    /** One of two that meet has succeeded each time, so this many must meet to make one fail. */
    private static final int TRIES = 32;

    private static final Outcome TOO_MANY_AT_ONCE = new Outcome.Refused(
            new Refusal(ErrorCode.CONFLICT, null, "the preferences are being changed by too many at once"));

    private final Ports ports;
    private final SessionGate gate;
    private final RecentPreferences recent;
    private final ModelBounds bounds;

    ManagePreferencesUseCase(Ports ports, SessionGate gate, RecentPreferences recent, ModelBounds bounds) {
        this.ports = ports;
        this.gate = gate;
        this.recent = recent;
        this.bounds = bounds;
    }

    @Override
    public Outcome read(Principal caller) {
        Refusal refusal = gate.refusalToChat(caller);
        return refusal != null
                ? new Outcome.Refused(refusal)
                : recent.find(keyOf(caller))
                        .<Outcome>map(known -> new Outcome.Found(known.preferences(), known.updatedAt(), bounds))
                        .orElse(new Outcome.Found(Preferences.STANDARD, null, bounds));
    }

    static UserKey keyOf(Principal caller) {
        return new UserKey(caller.tenant(), caller.user());
    }

    @Override
    public Outcome change(Command command) {
        Refusal refusal = gate.refusalToChat(command.caller());
        return refusal != null ? new Outcome.Refused(refusal) : checked(command);
    }

    private Outcome checked(Command command) {
        var language = Field.read("locale", command.locale(), PageLanguage::ofTag);
        var theme = Field.read("theme", command.theme(), Theme::named);
        var typingSpeed = Field.read("typing_speed", command.typingSpeed(), TypingSpeed::named);
        var assistant = Field.read("default_assistant", command.defaultAssistant(), AssistantName::new);
        var model = Field.read("model", command.model(), bounds::allowedModel);
        var temperature = Field.read("temperature", command.temperature(), bounds::allowedTemperature);
        var maxTokens = Field.read("max_tokens", command.maxTokens(), bounds::allowedTokens);
        for (Field<?> field : List.of(language, theme, typingSpeed, assistant, model, temperature, maxTokens)) {
            if (field instanceof Field.Invalid<?>(Refusal broken)) {
                return new Outcome.Refused(broken);
            }
        }
        if (!isThere(command.caller(), assistant.orNull())) {
            return new Outcome.Refused(
                    new Refusal(ErrorCode.INVALID_MESSAGE, "default_assistant", "no such assistant"));
        }
        return changed(
                command.caller(),
                before -> new Preferences(
                        optional(language.orNull(), command, Preference.LOCALE, before.language()),
                        chosen(theme.orNull(), command, Preference.THEME, before.theme(), Preferences.STANDARD.theme()),
                        chosen(
                                typingSpeed.orNull(),
                                command,
                                Preference.TYPING_SPEED,
                                before.typingSpeed(),
                                Preferences.STANDARD.typingSpeed()),
                        chosen(
                                command.sendOnEnter(),
                                command,
                                Preference.SEND_ON_ENTER,
                                before.sendOnEnter(),
                                Preferences.STANDARD.sendOnEnter()),
                        optional(assistant.orNull(), command, Preference.DEFAULT_ASSISTANT, before.assistant()),
                        new ModelPreferences(
                                optional(
                                        model.orNull(),
                                        command,
                                        Preference.MODEL,
                                        before.model().model()),
                                optional(
                                        temperature.orNull(),
                                        command,
                                        Preference.TEMPERATURE,
                                        before.model().temperature()),
                                optional(
                                        maxTokens.orNull(),
                                        command,
                                        Preference.MAX_TOKENS,
                                        before.model().maxTokens()))));
    }

    private boolean isThere(Principal caller, @Nullable AssistantName assistant) {
        return assistant == null
                || ports.assistants().find(caller.tenant(), assistant).isPresent();
    }

    private static <T> @Nullable T optional(@Nullable T given, Command command, Preference which, @Nullable T before) {
        if (given != null) {
            return given;
        }
        return command.reset().contains(which) ? null : before;
    }

    private static <T> T chosen(@Nullable T given, Command command, Preference which, T before, T atFirst) {
        if (given != null) {
            return given;
        }
        return command.reset().contains(which) ? atFirst : before;
    }

    private Outcome changed(Principal caller, UnaryOperator<Preferences> change) {
        UserKey key = keyOf(caller);
        for (int tries = 0; tries < TRIES; tries++) {
            PreferenceStore.Stored known = recent.find(key).orElse(null);
            Preferences before = known == null ? Preferences.STANDARD : known.preferences();
            Preferences after = change.apply(before);
            if (after.equals(before)) {
                return new Outcome.Found(before, known == null ? null : known.updatedAt(), bounds);
            }
            var now = ports.now();
            if (ports.preferences().put(key, after, known == null ? 0 : known.version(), now)) {
                ports.userBus().tell(new UserNews.PreferencesChanged(key, after, now));
                return new Outcome.Found(after, now, bounds);
            }
        }
        return TOO_MANY_AT_ONCE;
    }
}
