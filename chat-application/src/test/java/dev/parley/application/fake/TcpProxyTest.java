package dev.parley.application.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final int PATIENT = 60_000;
    private static final int SHORT = 50;

    private ServerSocket server;
    private TcpProxy proxy;
    private Socket client;
    private Socket served;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = TcpProxy.to(server.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(PATIENT);
        served = server.accept();
        served.setSoTimeout(PATIENT);
        say(client, "!");
        hear(served, 1); // now the proxy has both sides
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        served.close();
        proxy.close();
        server.close();
    }

    private static void say(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hear(Socket at, int length) throws IOException {
        return new String(at.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    private static void hearsNothing(Socket at) throws IOException {
        at.setSoTimeout(SHORT);
        assertThatThrownBy(() -> at.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        at.setSoTimeout(PATIENT);
    }

    @Test
    void what_is_said_passes_both_ways_also_slowly_and_in_slices() throws IOException {
        proxy.slice(3);
        proxy.delay(Duration.ofMillis(1));

        say(client, "question");
        say(served, "answer");

        assertThat(hear(served, 8)).isEqualTo("question");
        assertThat(hear(client, 6)).isEqualTo("answer");
    }

    @Test
    void one_way_can_be_frozen_alone_and_what_waited_goes_on() throws IOException {
        proxy.freezeTowardsClients();

        say(client, "question");
        say(served, "answer");

        assertThat(hear(served, 8)).isEqualTo("question");
        hearsNothing(client);
        proxy.thaw();
        assertThat(hear(client, 6)).isEqualTo("answer");
    }

    @Test
    void of_a_half_open_connection_the_client_learns_nothing() throws IOException {
        proxy.loseServer();

        assertThat(served.getInputStream().read()).isNegative();
        hearsNothing(client);
        proxy.cut();
        assertThat(client.getInputStream().read()).isNegative();
    }

    @Test
    void a_reset_is_seen_by_both() {
        proxy.reset();

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> served.getInputStream().read()).isInstanceOf(IOException.class);
    }

    @Test
    void who_is_refused_is_let_in_again_once_it_is_healed() throws IOException {
        proxy.refuse();
        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            refused.setSoTimeout(PATIENT);
            assertThatThrownBy(() -> refused.getInputStream().read()).isInstanceOf(IOException.class);
        }

        proxy.heal();

        try (Socket later = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket taken = server.accept()) {
            say(later, "hello");
            assertThat(hear(taken, 5)).isEqualTo("hello");
        }
    }
}
