package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.RunningReply;
import dev.parley.domain.message.Seq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WriterContactTest {

    private final RunningReply reply =
            new RunningReply(Samples.aKey(), Samples.anId(), 1, Samples.anId(), "a-model", new Seq(4));
    private final List<Integer> told = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final WriterContact contact = new WriterContact((writer, same, length) -> told.add(length), now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void a_writer_is_told_with_the_first_text_redis_tells_and_not_with_the_next() {
        contact.heardFromRedis("writer", reply, 5);
        pass(Duration.ofMinutes(1));
        contact.heardFromRedis("writer", reply, 9);

        assertThat(told).containsExactly(5);
    }

    @Test
    void a_writer_that_says_to_all_what_one_alone_hears_is_told_again_each_second() {
        contact.heardWithAll("writer", reply, 1);
        pass(Duration.ofMillis(999));
        contact.heardWithAll("writer", reply, 2);
        pass(Duration.ofMillis(1));
        contact.heardWithAll("writer", reply, 3);

        assertThat(told).containsExactly(1, 3);
    }

    @Test
    void a_writer_is_told_of_what_is_missing_but_not_with_every_piece() {
        contact.heardFromRedis("writer", reply, 1);
        contact.mayLack("writer", reply, 2);
        pass(Duration.ofMillis(100));
        contact.mayLack("writer", reply, 3);
        contact.mayLack("writer", reply, 3);

        assertThat(told).containsExactly(1, 3);
    }

    @Test
    void the_writer_of_the_next_reply_is_told_at_once() {
        contact.heardFromRedis("writer", reply, 5);
        contact.begin();
        contact.heardFromRedis("other", reply, 2);

        assertThat(told).containsExactly(5, 2);
    }
}
