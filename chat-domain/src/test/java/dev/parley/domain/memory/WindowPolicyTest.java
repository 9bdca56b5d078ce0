package dev.parley.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.memory.WindowPolicy.LastExchanges;
import dev.parley.domain.memory.WindowPolicy.Summarising;
import dev.parley.domain.memory.WindowPolicy.TokenBudget;
import dev.parley.domain.message.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowPolicyTest {

    @Test
    void the_standard_is_ten_exchanges_within_25000_tokens() {
        assertThat(WindowPolicy.STANDARD).isEqualTo(new TokenBudget(25_000, 10));
    }

    @Test
    void a_policy_says_how_many_turns_it_needs() {
        assertThat(new LastExchanges(7).turnsNeeded()).isEqualTo(7);
        assertThat(new TokenBudget(100, 7).turnsNeeded()).isEqualTo(7);
        assertThat(new Summarising(new TokenBudget(100, 7), 5).turnsNeeded()).isEqualTo(12);
        assertThat(new Summarising(new TokenBudget(100, Integer.MAX_VALUE), 5).turnsNeeded())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void impossible_limits_are_refused() {
        assertThatThrownBy(() -> new LastExchanges(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenBudget(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenBudget(1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Summarising(new TokenBudget(1, 1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Summarising(null, 1)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void an_exchange_is_not_empty() {
        assertThatThrownBy(() -> new Exchange(new Turn(1), List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
