package dev.parley.adapter.redis;

import dev.parley.application.port.out.RateLimiter.Action;
import java.util.Map;

/**
 * How often what may be done, over all nodes.
 *
 * @param rates an action without one is not limited
 */
public record RedisRatesConfig(Map<Action, Rate> rates) {

    /** Copies the map. */
    public RedisRatesConfig {
        rates = Map.copyOf(rates);
    }

    Rate of(Action action) {
        return rates.getOrDefault(action, Rate.UNLIMITED);
    }

    /**
     * How often something may be done within a minute; as often at once, then evenly. 0 stands for no limit.
     *
     * @param perUser by one user
     * @param perAddress from one network address, whoever it is
     * @param perTenant by one tenant
     */
    public record Rate(int perUser, int perAddress, int perTenant) {

        static final Rate UNLIMITED = new Rate(0, 0, 0);

        /** Refuses negative numbers. */
        public Rate {
            if (perUser < 0 || perAddress < 0 || perTenant < 0) {
                throw new IllegalArgumentException("a rate must be at least 0");
            }
        }
    }
}
