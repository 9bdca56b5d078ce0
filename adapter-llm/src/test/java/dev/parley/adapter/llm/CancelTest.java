package dev.parley.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedExchange;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.ModelFailure.Kind;
import dev.parley.domain.reply.ReplyChunk;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CancelTest {

    private static final ModelScript STALLED =
            ModelScript.streaming().delta("a").stall();

    @RegisterExtension
    final ServedModel served = new ServedModel(ServedModel.PATIENT);

    @Test
    void a_blocked_reader_is_told_and_the_connection_closed() throws Exception {
        served.server().playing(STALLED);
        ReplyStream stream = served.model().reply(Heard.userSays("hi"));
        ScriptedExchange exchange = served.server().takeExchange();
        assertThat(stream.next()).isEqualTo(new ReplyChunk.TextDelta("a"));
        var reader = new Aside<>(stream::next);
        reader.awaitBlocked();

        stream.close();

        assertThat(reader.result()).isEqualTo(new ReplyChunk.Cancelled());
        exchange.awaitClientGone();
        assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void a_stream_closed_before_it_is_read_is_cancelled() throws Exception {
        served.server().playing(STALLED);
        ReplyStream stream = served.model().reply(Heard.userSays("hi"));

        stream.close();
        stream.close();

        served.server().takeExchange().awaitClientGone();
        assertThat(stream.next()).isEqualTo(new ReplyChunk.Cancelled());
        assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void text_that_has_come_is_not_read_after_a_close() throws Exception {
        served.server().answering("a", "b", "c");
        ReplyStream stream = served.model().reply(Heard.userSays("hi"));
        assertThat(stream.next()).isEqualTo(new ReplyChunk.TextDelta("a"));

        stream.close();

        assertThat(stream.next()).isEqualTo(new ReplyChunk.Cancelled());
    }

    @Test
    void a_close_after_the_end_changes_nothing_and_keeps_the_connection() throws Exception {
        served.server().answering("a");

        for (int turn = 0; turn < 3; turn++) {
            ReplyStream stream = served.model().reply(Heard.userSays("hi"));
            assertThat(Heard.from(stream).text()).isEqualTo("a");
            stream.close();
            stream.close();
            assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
        }

        assertThat(served.server().connectionsSoFar()).isOne();
    }

    @Test
    void a_connection_the_server_has_closed_meanwhile_is_made_anew() throws Exception {
        served.server()
                .playingNext(ModelScript.streaming().closeDelimited().delta("a").done());
        served.server().answering("b");

        assertThat(Heard.from(served.model()).text()).isEqualTo("a");
        assertThat(Heard.from(served.model()).text()).isEqualTo("b");
    }

    @Test
    void an_interrupt_before_the_head_leaves_nothing_open() throws Exception {
        served.server().playing(ModelScript.streaming().stall());
        var reader = new Aside<>(() -> served.model().reply(Heard.userSays("hi")));
        ScriptedExchange exchange = served.server().takeExchange();
        reader.awaitBlocked();

        reader.interrupt();

        assertThat(reader.failure()).isInstanceOf(InterruptedException.class);
        exchange.awaitClientGone();
    }

    @Test
    void an_interrupt_while_reading_leaves_nothing_open() throws Exception {
        served.server().playing(STALLED);
        ReplyStream stream = served.model().reply(Heard.userSays("hi"));
        ScriptedExchange exchange = served.server().takeExchange();
        assertThat(stream.next()).isEqualTo(new ReplyChunk.TextDelta("a"));
        var reader = new Aside<>(stream::next);
        reader.awaitBlocked();

        reader.interrupt();

        assertThat(reader.failure()).isInstanceOf(InterruptedException.class);
        exchange.awaitClientGone();
        assertThat(stream.next()).isEqualTo(new ReplyChunk.Cancelled());
        stream.close();
    }

    @Test
    void a_thread_already_interrupted_asks_nobody() throws Exception {
        var reader = new Aside<>(() -> {
            Thread.currentThread().interrupt();
            return served.model().reply(Heard.userSays("hi"));
        });

        assertThat(reader.failure()).isInstanceOf(InterruptedException.class);
        assertThat(served.server().connectionsSoFar()).isZero();
    }

    @Test
    void a_thread_already_interrupted_reads_nothing() throws Exception {
        served.server().playing(ModelScript.streaming().delta("a").stall());
        ReplyStream stream = served.model().reply(Heard.userSays("hi"));

        var reader = new Aside<>(() -> {
            Thread.currentThread().interrupt();
            return stream.next();
        });

        assertThat(reader.failure()).isInstanceOf(InterruptedException.class);
        served.server().takeExchange().awaitClientGone();
    }

    @Test
    void a_closed_adapter_fails_what_runs_and_takes_nothing_new() throws Exception {
        served.server().playing(STALLED);
        ReplyStream stream = served.model().reply(Heard.userSays("hi"));
        assertThat(stream.next()).isEqualTo(new ReplyChunk.TextDelta("a"));
        var reader = new Aside<>(stream::next);
        reader.awaitBlocked();

        served.adapter().close();

        assertThat(reader.result()).isInstanceOfSatisfying(ReplyChunk.Failed.class, failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failed.failure().detail()).isEqualTo("the adapter was closed");
        });
        served.server().takeExchange().awaitClientGone();
        assertThatThrownBy(() -> served.model().reply(Heard.userSays("hi")))
                .isInstanceOf(ModelException.class)
                .hasMessage("UNAVAILABLE: the adapter was closed");
        stream.close();
    }

    @Test
    void closing_and_reading_at_once_never_damages_anything() throws Exception {
        served.server().playing(ModelScript.answering("one ", "two ", "three ", "four ", "five"));

        for (int round = 0; round < 200; round++) {
            ReplyStream stream = served.model().reply(Heard.userSays("hi"));
            var reader = new Aside<>(() -> Heard.from(stream));
            var closer = CompletableFuture.runAsync(stream::close);

            Heard heard = reader.result();
            closer.join();

            assertThat("one two three four five").startsWith(heard.text());
            assertThat(heard.end()).isNotInstanceOf(ReplyChunk.Failed.class);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> served.server().openConnections() <= 64);
        assertThat(Heard.from(served.model()).text()).isEqualTo("one two three four five");
    }
}
