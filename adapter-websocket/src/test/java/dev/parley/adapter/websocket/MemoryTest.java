package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.Principal;
import dev.parley.domain.session.SessionId;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final int CONNECTIONS = 100;
    private static final int LARGE = 128 * 1024;

    @Test
    void a_large_frame_leaves_no_buffer_behind_in_every_connection() throws Exception {
        try (TestServer server = TestServer.start()) {
            SessionId session = server.session("ada");
            var clients = new ArrayList<ChatClient>();
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(server.connect("ada", session, "?after_seq=1"));
            }
            server.engine().send(Principal.user("ada"), session, "go on");
            server.model().asked().say("x".repeat(LARGE)).end();
            for (ChatClient client : clients) {
                client.await("ai_complete");
            }
            System.gc();

            assertThat(directMemory()).isLessThan(CONNECTIONS * LARGE / 4L);
            for (ChatClient client : clients) {
                client.close();
            }
        }
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
