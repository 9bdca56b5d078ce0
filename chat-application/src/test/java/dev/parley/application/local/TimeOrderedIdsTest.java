package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.IdGeneratorContract;
import dev.parley.application.port.out.IdGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest extends IdGeneratorContract {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(0x0123_4567_89ABL));

    @Override
    protected IdGenerator ids() {
        return new TimeOrderedIds(CLOCK, new SplittableRandom(1));
    }

    @Test
    void an_id_begins_with_the_time_and_goes_on_with_chance() {
        RandomGenerator allOnes = () -> -1;
        RandomGenerator allZeros = () -> 0;

        assertThat(new TimeOrderedIds(CLOCK, allOnes).next()).hasToString("01234567-89ab-7fff-bfff-ffffffffffff");
        assertThat(new TimeOrderedIds(CLOCK, allZeros).next()).hasToString("01234567-89ab-7000-8000-000000000000");
    }
}
