package dev.parley.bootstrap.settings;

import dev.parley.application.port.out.RateLimiter.Action;
import dev.parley.bootstrap.limits.Rate;
import java.util.Map;

/**
 * How often people may do what.
 *
 * @param rates of every action
 */
public record LimitSettings(Map<Action, Rate> rates) {

    /** Copies the map. */
    public LimitSettings {
        rates = Map.copyOf(rates);
    }

    static LimitSettings from(SettingsReader reader) {
        return new LimitSettings(Map.of(
                Action.MESSAGE,
                new Rate(
                        reader.value(Keys.LIMITS_MESSAGES_PER_MINUTE_PER_USER),
                        reader.value(Keys.LIMITS_MESSAGES_PER_MINUTE_PER_ADDRESS),
                        reader.value(Keys.LIMITS_MESSAGES_PER_MINUTE_PER_TENANT)),
                Action.CONNECTION,
                new Rate(
                        reader.value(Keys.LIMITS_CONNECTIONS_PER_MINUTE_PER_USER),
                        reader.value(Keys.LIMITS_CONNECTIONS_PER_MINUTE_PER_ADDRESS),
                        reader.value(Keys.LIMITS_CONNECTIONS_PER_MINUTE_PER_TENANT)),
                Action.LOGIN,
                new Rate(
                        reader.value(Keys.LIMITS_LOGINS_PER_MINUTE_PER_USER),
                        reader.value(Keys.LIMITS_LOGINS_PER_MINUTE_PER_ADDRESS),
                        reader.value(Keys.LIMITS_LOGINS_PER_MINUTE_PER_TENANT)),
                Action.REGISTRATION,
                new Rate(
                        0,
                        reader.value(Keys.LIMITS_REGISTRATIONS_PER_MINUTE_PER_ADDRESS),
                        reader.value(Keys.LIMITS_REGISTRATIONS_PER_MINUTE_PER_TENANT)),
                Action.GUEST,
                new Rate(
                        0,
                        reader.value(Keys.LIMITS_GUESTS_PER_MINUTE_PER_ADDRESS),
                        reader.value(Keys.LIMITS_GUESTS_PER_MINUTE_PER_TENANT))));
    }
}
