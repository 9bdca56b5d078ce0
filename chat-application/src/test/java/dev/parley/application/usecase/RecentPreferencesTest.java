package dev.parley.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.UserKey;
import dev.parley.application.port.out.UserNews;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.preference.Preferences;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentPreferencesTest {

    private static final Instant AT = Instant.parse("2026-05-06T07:08:09.123Z");
    private static final UserKey ADA = new UserKey(TenantId.DEFAULT, new UserId("ada"));
    private static final UserKey GRACE = new UserKey(TenantId.DEFAULT, new UserId("grace"));

    private final PreferenceStore store = InMemoryStores.empty(new HandClock()).preferences();
    private final Shaky shaky = new Shaky();
    private final RecentPreferences recent = new RecentPreferences(shaky.over(PreferenceStore.class, store));

    private static ModelPreferences warm(double temperature) {
        return new ModelPreferences(null, temperature, null);
    }

    private static Preferences preferring(double temperature) {
        Preferences standard = Preferences.STANDARD;
        return new Preferences(
                standard.language(),
                standard.theme(),
                standard.typingSpeed(),
                standard.sendOnEnter(),
                standard.assistant(),
                warm(temperature));
    }

    @Test
    void what_was_read_is_known_while_the_store_is_away() {
        store.put(ADA, preferring(0.3), 0, AT);
        recent.find(ADA);

        shaky.breaks("find", Shaky.When.BEFORE);

        assertThatThrownBy(() -> recent.find(ADA)).isInstanceOf(StoreException.Unavailable.class);
        assertThat(recent.known(ADA)).contains(warm(0.3));
        assertThat(recent.known(GRACE)).isEmpty();
    }

    @Test
    void what_is_told_is_known_unless_something_later_is() {
        recent.heard(new UserNews.PreferencesChanged(ADA, preferring(0.5), AT.plusSeconds(1)));
        assertThat(recent.known(ADA)).contains(warm(0.5));

        recent.heard(new UserNews.PreferencesChanged(ADA, preferring(0.4), AT));
        assertThat(recent.known(ADA)).contains(warm(0.5));

        recent.heard(new UserNews.PreferencesChanged(ADA, preferring(0.6), AT.plusSeconds(2)));
        assertThat(recent.known(ADA)).contains(warm(0.6));
    }

    @Test
    void what_is_not_there_any_more_is_not_known() {
        store.put(ADA, preferring(0.3), 0, AT);
        recent.find(ADA);
        store.remove(ADA);

        recent.find(ADA);

        assertThat(recent.known(ADA)).isEmpty();
    }
}
