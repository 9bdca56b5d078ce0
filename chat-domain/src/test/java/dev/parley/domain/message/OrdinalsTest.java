package dev.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OrdinalsTest {

    @Test
    void positions_count_from_1() {
        assertThat(new Position(1).next()).isEqualTo(new Position(2)).isGreaterThan(new Position(1));
        assertThatThrownBy(() -> new Position(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void turns_count_from_1() {
        assertThat(new Turn(1).next()).isEqualTo(new Turn(2)).isGreaterThan(new Turn(1));
        assertThatThrownBy(() -> new Turn(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void seqs_count_from_1_after_none() {
        assertThat(Seq.NONE.next()).isEqualTo(new Seq(1)).isGreaterThan(Seq.NONE);
        assertThatThrownBy(() -> new Seq(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void they_are_ordered_by_number_and_not_by_text() {
        assertThat(new Position(10)).isGreaterThan(new Position(9));
        assertThat(new Turn(10)).isGreaterThan(new Turn(9));
        assertThat(new Seq(10)).isGreaterThan(new Seq(9));
    }
}
