package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.contract.Race;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.ManagePreferences.Preference;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.assistant.PromptTemplate;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.memory.WindowPolicy;
import dev.parley.domain.preference.ModelBounds;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.preference.PageLanguage;
import dev.parley.domain.preference.Preferences;
import dev.parley.domain.preference.Theme;
import dev.parley.domain.preference.TypingSpeed;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesTest {

    private static final Instant NOW = Instant.parse("2026-05-04T03:02:01.007Z");
    private static final Principal GUEST =
            new Principal(TenantId.DEFAULT, new UserId("guest-1"), null, "en", Permission.ofGuests());

    private static final ModelBounds BOUNDS = new ModelBounds(List.of("small", "large"), true, 0.2, 1.5, 500);

    private final ChatEngine engine = ChatEngine.builder()
            .clock(() -> NOW)
            .assistants(List.of(assistant("lawyer")))
            .policies(Policies.standard("test").with(BOUNDS))
            .start();
    private final ManagePreferences preferences = engine.useCases().managePreferences();

    @AfterEach
    void close() {
        engine.close();
    }

    private static Assistant assistant(String name) {
        return new Assistant(
                new AssistantName(name),
                new PromptTemplate("You are a lawyer."),
                ModelParameters.STANDARD,
                new WindowPolicy.LastExchanges(10),
                null,
                List.of());
    }

    private static ManagePreferences.Command command(
            Principal caller,
            @Nullable String locale,
            @Nullable String theme,
            @Nullable String speed,
            @Nullable Boolean enter,
            @Nullable String assistant,
            Preference... reset) {
        return new ManagePreferences.Command(
                caller, locale, theme, speed, enter, assistant, null, null, null, Set.of(reset));
    }

    private static ManagePreferences.Command dark(Principal caller) {
        return command(caller, null, "dark", null, null, null);
    }

    private static ManagePreferences.Outcome.Found found(ManagePreferences.Outcome outcome) {
        return (ManagePreferences.Outcome.Found) outcome;
    }

    @Test
    void who_never_chose_anything_has_the_standard() {
        assertThat(preferences.read(ADA))
                .isEqualTo(new ManagePreferences.Outcome.Found(Preferences.STANDARD, null, BOUNDS));
    }

    @Test
    void all_can_be_changed_at_once() {
        preferences.change(command(ADA, "zh-TW", "dark", "fast", false, "lawyer"));

        assertThat(preferences.read(ADA))
                .isEqualTo(new ManagePreferences.Outcome.Found(
                        new Preferences(
                                PageLanguage.TRADITIONAL_CHINESE,
                                Theme.DARK,
                                TypingSpeed.FAST,
                                false,
                                new AssistantName("lawyer")),
                        NOW,
                        BOUNDS));
    }

    @Test
    void what_is_not_named_stays() {
        preferences.change(command(ADA, "en", "dark", null, null, null));

        var after = found(preferences.change(command(ADA, null, null, "off", null, null)));

        assertThat(after.preferences())
                .isEqualTo(new Preferences(PageLanguage.ENGLISH, Theme.DARK, TypingSpeed.OFF, true, null));
    }

    @Test
    void what_is_reset_is_as_it_was_at_first() {
        preferences.change(command(ADA, "en", "dark", "off", false, "lawyer"));

        var some = found(preferences.change(
                command(ADA, null, null, null, null, null, Preference.LOCALE, Preference.SEND_ON_ENTER)));
        var all = found(preferences.change(command(ADA, null, null, null, null, null, Preference.values())));

        assertThat(some.preferences())
                .isEqualTo(new Preferences(null, Theme.DARK, TypingSpeed.OFF, true, new AssistantName("lawyer")));
        assertThat(all.preferences()).isEqualTo(Preferences.STANDARD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            de|      |      |       | locale            | must be en, zh-TW or zh-CN
            EN|      |      |       | locale            | must be en, zh-TW or zh-CN
              | pink |      |       | theme             | must be system, light or dark
              | ''   |      |       | theme             | must be system, light or dark
              |      | slow |       | typing_speed      | must be off, normal or fast
              |      |      | judge | default_assistant | no such assistant
              |      |      | a b   | default_assistant | assistant must be 1 to 64 of a-z 0-9 . _ -
            """)
    void a_bad_value_is_refused_with_field_and_rule(
            @Nullable String locale,
            @Nullable String theme,
            @Nullable String speed,
            @Nullable String assistant,
            String field,
            String rule) {
        var outcome = preferences.change(command(ADA, locale, theme, speed, false, assistant));

        assertThat(outcome)
                .isEqualTo(new ManagePreferences.Outcome.Refused(new Refusal(ErrorCode.INVALID_MESSAGE, field, rule)));
        assertThat(found(preferences.read(ADA)).preferences()).isEqualTo(Preferences.STANDARD);
    }

    private static ManagePreferences.Command answered(
            @Nullable String model, @Nullable Double temperature, @Nullable Long maxTokens, Preference... reset) {
        return new ManagePreferences.Command(
                ADA, null, null, null, null, null, model, temperature, maxTokens, Set.of(reset));
    }

    private ModelPreferences model() {
        return found(preferences.read(ADA)).preferences().model();
    }

    @Test
    void how_to_be_answered_is_chosen_kept_and_reset() {
        preferences.change(answered("large", 1.5, 500L));
        assertThat(model()).isEqualTo(new ModelPreferences("large", 1.5, 500));

        preferences.change(answered("small", null, null));
        preferences.change(dark(ADA));
        assertThat(model()).isEqualTo(new ModelPreferences("small", 1.5, 500));

        preferences.change(answered(null, null, 1L, Preference.TEMPERATURE));
        assertThat(model()).isEqualTo(new ModelPreferences("small", null, 1));

        preferences.change(answered(null, null, null, Preference.MODEL, Preference.MAX_TOKENS));
        assertThat(model()).isEqualTo(ModelPreferences.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            huge  |      |            | model       | must be one of small, large
            ''    |      |            | model       | must be one of small, large
                  | 0.19 |            | temperature | must be 0.2 to 1.5
                  | 1.51 |            | temperature | must be 0.2 to 1.5
                  | NaN  |            | temperature | must be 0.2 to 1.5
                  |      | 0          | max_tokens  | must be 1 to 500
                  |      | 501        | max_tokens  | must be 1 to 500
                  |      | 4294967297 | max_tokens  | must be 1 to 500
            """)
    void what_is_out_of_bounds_is_refused_with_field_and_rule(
            @Nullable String model, @Nullable Double temperature, @Nullable Long tokens, String field, String rule) {
        assertThat(preferences.change(answered(model, temperature, tokens)))
                .isEqualTo(new ManagePreferences.Outcome.Refused(new Refusal(ErrorCode.INVALID_MESSAGE, field, rule)));
        assertThat(model()).isEqualTo(ModelPreferences.NONE);
    }

    @Test
    void each_has_their_own_in_each_tenant() {
        preferences.change(dark(ADA));

        var elsewhere = new Principal(new TenantId("elsewhere"), ADA.user(), null, "en", ADA.permissions());
        assertThat(found(preferences.read(Principal.user("grace"))).preferences())
                .isEqualTo(Preferences.STANDARD);
        assertThat(found(preferences.read(elsewhere)).preferences()).isEqualTo(Preferences.STANDARD);
    }

    @Test
    void changes_of_different_things_at_once_all_stay() throws Exception {
        Race.of(
                3,
                runner -> preferences.change(
                        switch (runner) {
                            case 0 -> dark(ADA);
                            case 1 -> command(ADA, null, null, "fast", null, null);
                            default -> command(ADA, "zh-CN", null, null, null, null);
                        }));

        assertThat(found(preferences.read(ADA)).preferences())
                .isEqualTo(new Preferences(PageLanguage.SIMPLIFIED_CHINESE, Theme.DARK, TypingSpeed.FAST, true, null));
    }

    @Test
    void a_session_without_an_assistant_gets_the_preferred_one() {
        preferences.change(command(ADA, null, null, null, null, "lawyer"));

        assertThat(assistantOf(engine.createSession(ADA))).isEqualTo("lawyer");
        assertThat(assistantOf(created("default"))).isEqualTo("default");
    }

    private String assistantOf(SessionId session) {
        var view = engine.follow(ADA, session).opened();
        return view.session().assistant().value();
    }

    private SessionId created(String assistant) {
        var command = new CreateSession.Command(ADA, null, assistant, null, null, null, null);
        var created = (CreateSession.Outcome.Created)
                engine.useCases().createSession().create(command);
        return created.session().session().id();
    }

    @Test
    void a_visitors_become_those_of_a_user_who_has_none() {
        preferences.change(dark(GUEST));

        engine.useCases().adoptSessions().adopt(GUEST, ADA.user(), null);

        assertThat(found(preferences.read(ADA)).preferences().theme()).isEqualTo(Theme.DARK);
        assertThat(found(preferences.read(GUEST)).preferences()).isEqualTo(Preferences.STANDARD);
    }

    @Test
    void a_user_who_has_some_keeps_them() {
        preferences.change(dark(GUEST));
        preferences.change(command(ADA, null, "light", null, null, null));

        engine.useCases().adoptSessions().adopt(GUEST, ADA.user(), null);

        assertThat(found(preferences.read(ADA)).preferences().theme()).isEqualTo(Theme.LIGHT);
    }
}
