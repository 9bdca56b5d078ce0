package dev.parley.bootstrap.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A line to a server that falls silent. */
@Timeout(60)
class LineTest {

    private static final int PING = 0x89;
    private static final byte[] PONG = {(byte) 0x8A, 0};

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final AtomicLong now = new AtomicLong();

    private SilentServer server;
    private Socket socket;
    private Line line;

    @BeforeEach
    void open() throws Exception {
        server = new SilentServer();
        line = new Line(client, server.address(), signals::add, now::get, new Backoff(() -> 0));
        line.connect("token");
        socket = server.accept();
        assertThat(nextSignal()).isInstanceOf(Signal.Opened.class);
        line.opened();
    }

    @AfterEach
    void close() throws Exception {
        line.close();
        socket.close();
        server.close();
        client.shutdownNow();
    }

    @Test
    void a_silent_server_is_asked_for_a_sign_of_life() throws Exception {
        assertThat(line.untilDue()).isEqualTo(Duration.ofSeconds(2));

        pass(Duration.ofSeconds(2));
        assertThat(SilentServer.nextEmptyFrame(socket)).isEqualTo(PING);
        socket.getOutputStream().write(PONG);

        assertThat(nextSignal()).isInstanceOf(Signal.Alive.class);
    }

    @Test
    void a_server_that_stays_silent_is_given_up() throws Exception {
        pass(Duration.ofSeconds(2));
        pass(Duration.ofSeconds(8));

        assertThat(nextSignal()).isInstanceOf(Signal.Lost.class);
    }

    @Test
    void a_sign_of_life_puts_the_end_off() {
        pass(Duration.ofSeconds(9));
        line.heard();
        pass(Duration.ofSeconds(9));

        assertThat(signals).isEmpty();
        assertThat(line.isOpen()).isTrue();
    }

    @Test
    void a_server_that_reads_nothing_holds_nobody_up() throws Exception {
        String large = "x".repeat(100_000);
        for (int frame = 0; frame < 200; frame++) {
            line.send(large);
        }

        pass(Duration.ofSeconds(10));
        assertThat(nextSignal()).isInstanceOf(Signal.Lost.class);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        line.tick("token");
    }

    private Signal nextSignal() throws InterruptedException {
        Signal signal = signals.poll(30, TimeUnit.SECONDS);
        assertThat(signal).as("a signal").isNotNull();
        return signal;
    }
}
