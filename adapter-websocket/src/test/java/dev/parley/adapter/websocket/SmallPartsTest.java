package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.parley.domain.session.SessionId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The parts that need no socket to be tried. */
class SmallPartsTest {

    @Test
    void a_hop_that_is_longer_than_any_address_is_not_looked_at() {
        CharSequence unreadable = new CharSequence() {
            @Override
            public int length() {
                return 16_000;
            }

            @Override
            public char charAt(int index) {
                throw new AssertionError("looked at");
            }

            @Override
            public CharSequence subSequence(int start, int end) {
                throw new AssertionError("looked at");
            }
        };

        assertThat(Visitor.isLiteral(unreadable)).isFalse();
        assertThat(Visitor.isLiteral("2001:db8::7")).isTrue();
    }

    @Test
    void an_inbox_keeps_order_and_says_when_it_is_full() {
        var inbox = new Inbox(1_000);
        var calls = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            assertThat(inbox.isFull()).isFalse();
            inbox.put(new Inbox.Inbound.Text(i + "x".repeat(99)));
        }
        assertThat(inbox.isFull()).isTrue();
        inbox.whenRoom(calls::incrementAndGet);

        for (int i = 0; i < 10; i++) {
            assertThat(inbox.take()).isEqualTo(new Inbox.Inbound.Text(i + "x".repeat(99)));
            assertThat(calls).hasValue(i < 5 ? 0 : 1);
        }
        assertThat(inbox.size()).isZero();
    }

    @Test
    void an_inbox_with_room_calls_back_at_once() {
        var inbox = new Inbox(1_000);
        var calls = new AtomicInteger();

        inbox.whenRoom(calls::incrementAndGet);

        assertThat(calls).hasValue(1);
    }

    @Test
    void a_closed_inbox_keeps_nothing_and_holds_nobody() {
        var inbox = new Inbox(1_024);
        var calls = new AtomicInteger();
        for (int i = 0; i < 64; i++) {
            inbox.put(new Inbox.Inbound.Binary());
        }
        inbox.whenRoom(calls::incrementAndGet);
        inbox.close();
        inbox.put(new Inbox.Inbound.Binary());

        assertThat(calls).hasValue(1);
        assertThat(inbox.isFull()).isFalse();
        assertThat(inbox.take()).isNull();
    }

    @Test
    void an_outbox_has_an_end_in_bytes() {
        var outbox = new Outbox(10);

        assertThat(outbox.offer("\u00e4\u00e4\u00e4\u00e4")).isTrue();
        assertThat(outbox.offer("abc")).isFalse();
        assertThat(outbox.offer("ab")).isTrue();
        assertThat(outbox.bytes()).isEqualTo(10);
        assertThat(outbox.poll()).isEqualTo("\u00e4\u00e4\u00e4\u00e4");
        assertThat(outbox.bytes()).isEqualTo(2);
        assertThat(outbox.poll()).isEqualTo("ab");
        assertThat(outbox.poll()).isNull();
    }

    @Test
    void a_tally_counts_within_a_while() {
        var tally = new Tally(2, Duration.ofNanos(10));

        assertThat(tally.count(100)).isTrue();
        assertThat(tally.count(105)).isTrue();
        assertThat(tally.count(109)).isFalse();
        assertThat(tally.restAt(109)).isEqualTo(Duration.ofNanos(1));
        assertThat(tally.count(110)).isTrue();
    }

    @Test
    void of_many_that_want_the_last_seats_as_many_get_them() throws Exception {
        var seats = new Seats(new WebSocketConfig.Limits(5, 7, 100));
        var taken = new AtomicInteger();
        var done = new CountDownLatch(100);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                threads.execute(() -> {
                    if (seats.take("here") instanceof Seats.Claim.Taken(var seat)
                            && seats.takeFor("ada", seat) instanceof Seats.Claim.Taken) {
                        taken.incrementAndGet();
                    }
                    done.countDown();
                });
            }
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(taken.get()).isBetween(1, 5);
        assertThat(seats.taken()).isEqualTo(taken.get());
    }

    @Test
    void a_seat_is_given_back_once() {
        var seats = new Seats(new WebSocketConfig.Limits(1, 1, 1));
        for (int i = 0; i < 3; i++) {
            var address = ((Seats.Claim.Taken) seats.take("here")).seat();
            assertThat(seats.take("there")).isInstanceOf(Seats.Claim.Full.class);
            var user = ((Seats.Claim.Taken) seats.takeFor("ada", address)).seat();
            user.leave();
            user.leave();
            address.leave();

            assertThat(seats.taken()).isZero();
        }
    }

    @Test
    void a_signal_that_was_raised_before_is_not_waited_for() throws Exception {
        var signal = new Signal();
        var woken = new AtomicInteger();
        signal.raise();
        signal.raise();
        Thread waiting = Thread.startVirtualThread(() -> {
            signal.await();
            woken.incrementAndGet();
            signal.await();
            woken.incrementAndGet();
        });
        await().untilAsserted(() -> assertThat(woken).hasValue(1));
        signal.raise();

        assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
        assertThat(woken).hasValue(2);
    }

    @Test
    void there_is_one_path() {
        var session = new SessionId(UUID.fromString("00000000-0000-4000-8000-00000000000a"));

        assertThat(ChatPath.session("/ws/chat/" + session)).isEqualTo(session);
        assertThat(ChatPath.session("/ws/chat/" + session + "/")).isEqualTo(session);
        assertThat(ChatPath.session("/ws/chat/00000000-0000-4000-8000-00000000000A/"))
                .isEqualTo(session);
        assertThat(ChatPath.session("/ws/chat/" + session + "//")).isNull();
        assertThat(ChatPath.session("/ws/chat/00000000-0000-4000-8000-00000000000g"))
                .isNull();
        assertThat(ChatPath.session("/ws/chat/0000000000004000800000000000000a0000"))
                .isNull();
    }

    @Test
    void a_proxy_is_believed_only_if_it_is_trusted() throws Exception {
        Predicate<InetAddress> trusted =
                Set.of(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("10.0.0.2"))::contains;

        assertThat(Visitor.address(knock("9.9.9.9", "1.1.1.1"), trusted)).isEqualTo("9.9.9.9");
        assertThat(Visitor.address(knock("10.0.0.1", "6.6.6.6, 1.1.1.1"), trusted))
                .isEqualTo("1.1.1.1");
        assertThat(Visitor.address(knock("10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2"), trusted))
                .isEqualTo("1.1.1.1");
        assertThat(Visitor.address(knock("10.0.0.1", ""), trusted)).isEqualTo("10.0.0.1");
    }

    @Test
    void an_address_is_the_same_however_it_is_written() throws Exception {
        Predicate<InetAddress> trusted =
                Set.of(InetAddress.getByName("2001:db8::7"), InetAddress.getByName("2001:db8::2"))::contains;

        assertThat(Visitor.address(knock("2001:db8:0:0:0:0:0:7", "2001:db8::1, 2001:DB8:0::2"), trusted))
                .isEqualTo("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void what_a_proxy_tells_that_is_no_address_is_not_believed() throws Exception {
        Predicate<InetAddress> trusted = Set.of(InetAddress.getByName("10.0.0.1"))::contains;

        for (String hop : List.of(
                "localhost",
                "unknown",
                "_hidden",
                "10.0.0.256",
                "1.1",
                "010.0.0.1",
                ":",
                "::1%none",
                "1".repeat(70_000))) {
            assertThat(Visitor.address(knock("10.0.0.1", hop), trusted)).isEqualTo("10.0.0.1");
            assertThat(Visitor.address(knock("10.0.0.1", "6.6.6.6, " + hop), trusted))
                    .as("what stands before it was not written by a proxy of ours")
                    .isEqualTo("10.0.0.1");
        }
    }

    private static Knock knock(String address, String forwardedFor) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("X-Forwarded-For", List.of(forwardedFor));
        return new Knock("GET", true, "/", "", address, false, headers);
    }

    @Test
    void the_standard_configuration_is_as_documented() {
        var config = WebSocketConfig.STANDARD;

        assertThat(config.subprotocol()).isEqualTo("parley.v1");
        assertThat(config.guestCookie()).isEqualTo("parley_guest");
        assertThat(config.allowedOrigins()).isEmpty();
        assertThat(config.limits()).isEqualTo(new WebSocketConfig.Limits(100, 1_000, 10_000));
        assertThat(config.sizes()).isEqualTo(new WebSocketConfig.Sizes(65_536, 262_144, 262_144));
        assertThat(config.timing())
                .isEqualTo(new WebSocketConfig.Timing(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5)));
        assertThat(config.flood()).isEqualTo(new WebSocketConfig.Flood(20, 500, 200, Duration.ofSeconds(10)));
    }

    @Test
    void a_configuration_that_can_not_work_is_refused() {
        var standard = WebSocketConfig.STANDARD;
        var second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> standard.withAllowedOrigins(Set.of("shop.example")))
                .withMessageContaining("allowedOrigins");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> standard.withAllowedOrigins(Set.of("https://shop.example/")));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebSocketConfig.Limits(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebSocketConfig.Sizes(1_023, 1_024, 1_024));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebSocketConfig.Flood(1, 1, 1, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSocketConfig.Timing(
                        second, second, Duration.ofMillis(1_999), second, second, second, second))
                .withMessageContaining("deadAfter");
    }
}
