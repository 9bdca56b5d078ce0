package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.reply.ReplyChunk;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class FixedReplyTest {

    @Test
    void pieces_come_in_order_and_then_one_end() {
        try (FixedReply reply = FixedReply.of("a", "", "b")) {
            assertThat(reply.next()).isEqualTo(new ReplyChunk.TextDelta("a"));
            assertThat(reply.next()).isEqualTo(new ReplyChunk.TextDelta("b"));
            assertThat(reply.next()).isInstanceOf(ReplyChunk.Completed.class);
            assertThatThrownBy(reply::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void a_closed_answer_ends_as_cancelled() {
        FixedReply reply = FixedReply.of("a", "b");

        reply.next();
        reply.close();

        assertThat(reply.next()).isEqualTo(new ReplyChunk.Cancelled());
    }
}
