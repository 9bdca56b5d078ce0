package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.application.ChatEngine;
import dev.parley.application.fuzz.Mutations;
import dev.parley.application.local.FixedReply;
import dev.parley.application.port.in.Authentication;
import dev.parley.application.usecase.UseCases;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever a request says that wants to be a WebSocket, it is answered, and whoever may not come is never asked for a
 * ticket. An input has the path in its first line, the query in its second, then headers.
 */
class HandshakeFuzzTest {

    private static final String SERVED_BY = "chat.example";

    private static final ChatEngine ENGINE = ChatEngine.builder()
            .model("parrot", prompt -> FixedReply.of("never asked"))
            .start();

    private final AtomicInteger asked = new AtomicInteger();
    private final Gatekeeper gatekeeper = gatekeeper(new Counting(asked));

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @FuzzTest
    void answers(byte[] bytes) {
        Mutations.tryOne(bytes, this::check);
    }

    private void check(byte[] bytes) {
        Knock knock = knock(new String(bytes, StandardCharsets.ISO_8859_1));
        asked.set(0);

        Gatekeeper.Verdict verdict = gatekeeper.examine(knock);

        assertThat(verdict).isInstanceOf(Gatekeeper.Verdict.Refused.class);
        var refused = (Gatekeeper.Verdict.Refused) verdict;
        assertThat(refused.turnaway().body("an-id"))
                .doesNotContain("\n")
                .startsWith("{")
                .endsWith("}");
        if (asked.get() > 0) {
            assertThat(refused.turnaway().status()).isEqualTo(401);
            mayCome(knock);
        }
    }

    @Test
    void answers_changed_requests() {
        Mutations.tryAll(HandshakeFuzzTest.class, "answers", 20_260_303, 20_000, this::check);
    }

    /** Judged by other means than the code under test. */
    private static void mayCome(Knock knock) {
        assertThat(knock.path()).matches("/ws/(chat/[0-9a-fA-F-]{36}|user)/?");
        List<String> origins = knock.all("Origin");
        if (!origins.isEmpty()) {
            assertThat(origins).hasSize(1);
            URI origin = URI.create(origins.getFirst().strip());
            URI host = URI.create("http://" + knock.all("Host").getFirst().strip());
            assertThat(origin.getHost()).isEqualToIgnoringCase(host.getHost());
            assertThat(origin.getUserInfo()).isNull();
            assertThat(origin.getPath()).isEmpty();
        }
    }

    private static Knock knock(String text) {
        String[] lines = text.split("\n", -1);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 2; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(lines[i].substring(0, colon).strip(), name -> new ArrayList<>())
                        .add(lines[i].substring(colon + 1).strip());
            }
        }
        headers.putIfAbsent("Host", List.of(SERVED_BY));
        return new Knock("GET", true, lines[0], lines.length > 1 ? lines[1] : "", "192.0.2.1", false, headers);
    }

    private static Gatekeeper gatekeeper(Authentication authentication) {
        UseCases useCases = ENGINE.useCases();
        var ports = new WebSocketAdapter.Ports(
                authentication,
                useCases.followSession(),
                useCases.sendMessage(),
                useCases.cancelReply(),
                useCases.markRead());
        WebSocketConfig config = WebSocketConfig.STANDARD;
        return new Gatekeeper(
                ports,
                config,
                new Seats(config.limits()),
                () -> false,
                System::nanoTime,
                WebSocketAdapter.Observer.NONE);
    }

    /** Knows nobody, and counts who was asked about. */
    private record Counting(AtomicInteger asked) implements Authentication {

        @Override
        public Optional<Proof> verify(TenantId tenant, String token) {
            asked.incrementAndGet();
            return Optional.empty();
        }

        @Override
        public boolean holds(Proof proof) {
            return false;
        }

        @Override
        public Optional<Guest> welcome(TenantId tenant, @Nullable String name, String locale) {
            return Optional.empty();
        }

        @Override
        public Ticket ticket(Proof proof, @Nullable SessionId session) {
            throw new AssertionError("nobody asked for a ticket");
        }

        @Override
        public Optional<Proof> holder(TenantId tenant, String ticket, @Nullable SessionId session) {
            asked.incrementAndGet();
            return Optional.empty();
        }

        @Override
        public Optional<Proof> redeem(TenantId tenant, String ticket, @Nullable SessionId session) {
            asked.incrementAndGet();
            return Optional.empty();
        }
    }
}
