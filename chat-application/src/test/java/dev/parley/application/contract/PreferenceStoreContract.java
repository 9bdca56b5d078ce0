package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.GRACE;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.PreferenceStore.Stored;
import dev.parley.application.port.out.UserKey;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.preference.PageLanguage;
import dev.parley.domain.preference.Preferences;
import dev.parley.domain.preference.Theme;
import dev.parley.domain.preference.TypingSpeed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link PreferenceStore} passes this suite. */
public abstract class PreferenceStoreContract extends StoreContract {

    private static final UserKey OWNER = new UserKey(ACME, ADA);
    private static final UserKey OTHER = new UserKey(ACME, GRACE);
    private static final UserKey NAMESAKE = new UserKey(GLOBEX, ADA);
    private static final ModelPreferences CHOSEN = new ModelPreferences("gpt-4.1", 0.7, 2_000);
    private static final Preferences DARK =
            new Preferences(PageLanguage.TRADITIONAL_CHINESE, Theme.DARK, TypingSpeed.FAST, false, lawyer(), CHOSEN);
    private static final Preferences LIGHT = new Preferences(null, Theme.LIGHT, TypingSpeed.OFF, true, null);

    private static AssistantName lawyer() {
        return new AssistantName("lawyer");
    }

    /** Each value of each field at least once. */
    static Stream<Preferences> all() {
        Stream<Preferences> languages = Stream.of(PageLanguage.values())
                .map(language -> new Preferences(language, Theme.SYSTEM, TypingSpeed.NORMAL, true, null));
        Stream<Preferences> themes =
                Stream.of(Theme.values()).map(theme -> new Preferences(null, theme, TypingSpeed.OFF, false, lawyer()));
        Stream<Preferences> speeds = Stream.of(TypingSpeed.values())
                .map(speed -> new Preferences(null, Theme.LIGHT, speed, true, new AssistantName("a".repeat(64))));
        Stream<Preferences> models = Stream.of(
                        new ModelPreferences("m".repeat(ModelPreferences.LONGEST_NAME), null, null),
                        new ModelPreferences("模型/Ä", 0.0, null),
                        new ModelPreferences(null, 0.1 + 0.2, Integer.MAX_VALUE),
                        new ModelPreferences(null, 2.0, 1),
                        CHOSEN)
                .map(model -> new Preferences(null, Theme.LIGHT, TypingSpeed.OFF, true, null, model));
        return Stream.of(languages, themes, speeds, models).flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("all")
    void g1_what_was_put_is_found_unchanged(Preferences put) {
        assertThat(preferences.put(OWNER, put, 0, second(1))).isTrue();

        assertThat(preferences.find(OWNER)).contains(new Stored(put, 1, second(1)));
    }

    @Test
    void g1_nothing_is_found_where_nothing_was_put() {
        assertThat(preferences.find(OWNER)).isEmpty();
    }

    @Test
    void g1_nobody_finds_anothers() {
        preferences.put(OWNER, DARK, 0, second(1));

        assertThat(preferences.find(OTHER)).isEmpty();
        assertThat(preferences.find(NAMESAKE)).isEmpty();
        assertThat(preferences.put(NAMESAKE, LIGHT, 0, second(2))).isTrue();
        assertThat(preferences.find(OWNER)).contains(new Stored(DARK, 1, second(1)));
    }

    @Test
    void g2_they_are_replaced_at_the_version_they_were_read_at() {
        preferences.put(OWNER, DARK, 0, second(1));

        assertThat(preferences.put(OWNER, LIGHT, 1, second(2))).isTrue();

        assertThat(preferences.find(OWNER)).contains(new Stored(LIGHT, 2, second(2)));
    }

    @Test
    void g2_another_version_changes_nothing() {
        assertThat(preferences.put(OWNER, DARK, 1, second(1))).isFalse();
        preferences.put(OWNER, DARK, 0, second(1));

        assertThat(preferences.put(OWNER, LIGHT, 0, second(2))).isFalse();
        assertThat(preferences.put(OWNER, LIGHT, 2, second(2))).isFalse();

        assertThat(preferences.find(OWNER)).contains(new Stored(DARK, 1, second(1)));
    }

    @Test
    void g2_of_many_that_put_first_one_succeeds() throws Exception {
        List<Boolean> put = Race.of(Race.MANY, runner -> preferences.put(OWNER, DARK, 0, second(runner)));

        assertThat(put).containsOnlyOnce(true);
        assertThat(preferences.find(OWNER).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void g2_of_many_that_replace_one_succeeds() throws Exception {
        preferences.put(OWNER, DARK, 0, second(0));

        List<Boolean> put = Race.of(Race.MANY, runner -> preferences.put(OWNER, LIGHT, 1, second(runner)));

        assertThat(put).containsOnlyOnce(true);
        assertThat(preferences.find(OWNER).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void g3_what_was_removed_is_not_found() {
        preferences.put(OWNER, DARK, 0, second(1));
        preferences.put(OTHER, DARK, 0, second(1));

        preferences.remove(OWNER);
        preferences.remove(OWNER);

        assertThat(preferences.find(OWNER)).isEmpty();
        assertThat(preferences.find(OTHER)).isPresent();
        assertThat(preferences.put(OWNER, LIGHT, 0, second(2))).isTrue();
        assertThat(preferences.find(OWNER)).contains(new Stored(LIGHT, 1, second(2)));
    }

    @Test
    void g4_they_become_those_of_a_user_who_has_none() {
        preferences.put(OWNER, LIGHT, 0, second(1));
        preferences.put(OWNER, DARK, 1, second(2));

        assertThat(preferences.handOver(OWNER, OTHER)).isTrue();

        assertThat(preferences.find(OTHER)).contains(new Stored(DARK, 2, second(2)));
        assertThat(preferences.find(OWNER)).isEmpty();
        assertThat(preferences.handOver(OWNER, OTHER)).isFalse();
    }

    @Test
    void g4_who_has_some_keeps_them() {
        preferences.put(OWNER, DARK, 0, second(1));
        preferences.put(OTHER, LIGHT, 0, second(2));

        assertThat(preferences.handOver(OWNER, OTHER)).isFalse();

        assertThat(preferences.find(OTHER)).contains(new Stored(LIGHT, 1, second(2)));
        assertThat(preferences.find(OWNER)).isEmpty();
    }

    @Test
    void g4_handing_over_to_oneself_does_nothing() {
        preferences.put(OWNER, DARK, 0, second(1));

        assertThat(preferences.handOver(OWNER, OWNER)).isFalse();
        assertThat(preferences.handOver(OTHER, OWNER)).isFalse();

        assertThat(preferences.find(OWNER)).contains(new Stored(DARK, 1, second(1)));
    }

    @Test
    void g4_of_many_that_hand_over_one_does() throws Exception {
        preferences.put(OWNER, DARK, 0, second(1));

        List<Boolean> handed = Race.of(Race.MANY, runner -> preferences.handOver(OWNER, OTHER));

        assertThat(handed).containsOnlyOnce(true);
        assertThat(preferences.find(OTHER)).contains(new Stored(DARK, 1, second(1)));
    }

    @Test
    void g5_a_lost_backend_is_told() {
        preferences.put(OWNER, DARK, 0, second(1));
        backend.cutConnection();

        assertLost(() -> preferences.find(OWNER));
        assertLost(() -> preferences.put(OWNER, LIGHT, 1, second(2)));
        assertLost(() -> preferences.remove(OWNER));
        assertLost(() -> preferences.handOver(OWNER, OTHER));

        use(backend.reconnect());
        assertThat(preferences.find(OWNER)).contains(new Stored(DARK, 1, second(1)));
    }
}
