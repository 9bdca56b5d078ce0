package dev.parley.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.ReplyChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ManyRepliesTest {

    @RegisterExtension
    final ServedModel served = new ServedModel(ServedModel.PATIENT);

    @Test
    void a_hundred_replies_run_at_once_and_do_not_mix() throws Exception {
        var allBegun = new CountDownLatch(100);
        served.server().playing(request -> {
            String name = request.lastUserMessage();
            return ModelScript.streaming()
                    .delta(name + " ")
                    .await(allBegun)
                    .delta(name)
                    .done();
        });

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> replies = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String name = "reply-" + i;
                replies.add(threads.submit(() -> twoPieces(name, allBegun)));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(replies.get(i).get()).isEqualTo("reply-" + i + " reply-" + i);
            }
        }
        assertThat(served.server().connectionsSoFar()).isEqualTo(100);
    }

    @Test
    void stalled_and_broken_replies_leave_others_alone() throws Exception {
        served.server()
                .answering("fine")
                .playingFor("stall", ModelScript.streaming().delta("a").stall())
                .playingFor("reset", ModelScript.streaming().delta("a").reset());

        List<ReplyStream> stalled = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stalled.add(served.model().reply(Heard.userSays("stall")));
            try (var broken = served.model().reply(Heard.userSays("reset"))) {
                assertThat(Heard.from(broken).end()).isInstanceOf(ReplyChunk.Failed.class);
            }
            assertThat(Heard.from(served.model()).text()).isEqualTo("fine");
        }

        for (ReplyStream stream : stalled) {
            assertThat(stream.next()).isEqualTo(new ReplyChunk.TextDelta("a"));
            stream.close();
        }
    }

    @Test
    void a_slow_reader_gets_all_of_it() throws Exception {
        String[] pieces = new String[5_000];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = i + "-" + "x".repeat(4_000) + " ";
        }
        served.server().answering(pieces);

        try (var stream = served.model().reply(Heard.userSays("hi"))) {
            assertThat(stream.next()).isEqualTo(new ReplyChunk.TextDelta(pieces[0]));
            // More than the buffers between hold: the server waits with the rest until the reader goes on.
            assertThat(served.server().takeExchange().isPlayed()).isFalse();

            assertThat(pieces[0] + Heard.from(stream).text()).isEqualTo(String.join("", pieces));
        }
    }

    @Test
    void adapters_do_not_share_their_end() throws Exception {
        try (var other = ScriptedModelServer.start();
                var adapter = LlmAdapter.open(LlmConfig.of(other.baseUrl(), null, "other"))) {
            other.answering("other");
            served.server().answering("one");

            served.adapter().close();

            assertThat(Heard.from(adapter.model()).text()).isEqualTo("other");
        }
    }

    private String twoPieces(String name, CountDownLatch allBegun) throws InterruptedException {
        try (ReplyStream stream = served.model().reply(Heard.userSays(name))) {
            ReplyChunk first = stream.next();
            allBegun.countDown();
            return ((ReplyChunk.TextDelta) first).text() + Heard.from(stream).text();
        }
    }
}
