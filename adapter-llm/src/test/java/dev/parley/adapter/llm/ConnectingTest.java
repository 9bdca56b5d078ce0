package dev.parley.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.application.port.out.ModelException;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that swallows the request to connect: its queue is full, and nobody takes from it. */
class ConnectingTest {

    private static final int TRIED_MS = 300;

    private final List<Socket> queued = new ArrayList<>();
    private ServerSocket deaf;

    @BeforeEach
    void fill_the_queue() throws IOException {
        deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        boolean taken = true;
        while (taken) {
            taken = connects();
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : queued) {
            socket.close();
        }
        deaf.close();
    }

    @Test
    void a_connection_that_does_not_come_is_a_timeout() {
        try (var adapter = adapter(ServedModel.SHORT)) {
            ModelException exception = catchThrowableOfType(
                    ModelException.class, () -> adapter.model().reply(Heard.userSays("hi")));

            assertThat(exception.failure().kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(exception.failure().detail()).startsWith("no connection");
        }
    }

    @Test
    void an_interrupt_ends_the_wait() throws Exception {
        try (var adapter = adapter(ServedModel.LONG)) {
            var asking = new Aside<>(() -> adapter.model().reply(Heard.userSays("hi")));
            asking.awaitBlocked();

            asking.interrupt();

            assertThat(asking.failure()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void the_end_of_the_adapter_ends_the_wait() throws Exception {
        var adapter = adapter(ServedModel.LONG);
        var asking = new Aside<>(() -> adapter.model().reply(Heard.userSays("hi")));
        asking.awaitBlocked();

        adapter.close();

        assertThat(asking.failure()).hasMessage("UNAVAILABLE: the adapter was closed");
    }

    private boolean connects() throws IOException {
        var socket = new Socket();
        queued.add(socket);
        try {
            socket.connect(new InetSocketAddress(deaf.getInetAddress(), deaf.getLocalPort()), TRIED_MS);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private LlmAdapter adapter(Duration connect) {
        var limits = new LlmConfig.Limits(connect, ServedModel.LONG, ServedModel.LONG, ServedModel.LONG, 1024, 1024);
        URI url = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/v1");
        return LlmAdapter.open(LlmConfig.of(url, null, "m").withLimits(limits));
    }
}
