package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.IdGenerator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every {@link IdGenerator} passes this suite. */
public abstract class IdGeneratorContract {

    private static final int RFC_9562 = 2;

    /** A generator. Called once for each test. */
    protected abstract IdGenerator ids();

    @Test
    void g1_no_id_is_given_twice() throws Exception {
        IdGenerator ids = ids();

        List<List<UUID>> given = Race.of(
                16,
                runner -> IntStream.range(0, 1_000).mapToObj(i -> ids.next()).toList());

        assertThat(given.stream().flatMap(List::stream).distinct()).hasSize(16_000);
    }

    @Test
    void g2_ids_are_version_7() {
        IdGenerator ids = ids();

        for (int i = 0; i < 1_000; i++) {
            UUID id = ids.next();
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(RFC_9562);
        }
    }
}
