package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameInspectorTest {

    private static final int LARGEST = 70_000;

    private static FrameInspector inspector() {
        return new FrameInspector(LARGEST, new Tally(1_000_000, Duration.ofSeconds(10)));
    }

    /** Everything an inspector says of some bytes, up to the first fault. */
    private static List<FrameInspector.Finding> findings(FrameInspector inspector, byte[] bytes) {
        var findings = new ArrayList<FrameInspector.Finding>();
        ByteBuffer data = ByteBuffer.wrap(bytes);
        while (data.hasRemaining()) {
            var finding = inspector.inspect(data, 0);
            findings.add(finding);
            if (!(finding instanceof FrameInspector.Finding.Sound(int sound))) {
                return findings;
            }
            data.position(data.position() + sound);
        }
        return findings;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void frames_are_found_however_they_are_cut(long seed) {
        var random = new Random(seed);
        var bytes = new ByteArrayOutputStream();
        var ends = new ArrayList<Integer>();
        for (int i = 0; i < 200; i++) {
            byte[] payload = new byte[random.nextInt(10) == 0 ? random.nextInt(LARGEST) : random.nextInt(200)];
            int kind = random.nextInt(4) == 0 && payload.length <= 125 ? RawSocket.PING : RawSocket.TEXT;
            bytes.writeBytes(RawSocket.frame(RawSocket.LAST | kind, payload));
            ends.add(bytes.size());
        }
        byte[] all = bytes.toByteArray();

        var inspector = inspector();
        var found = new ArrayList<Integer>();
        int at = 0;
        while (at < all.length) {
            int size = Math.min(all.length - at, 1 + random.nextInt(5_000));
            ByteBuffer part = ByteBuffer.wrap(all, at, size);
            while (part.hasRemaining()) {
                int sound = ((FrameInspector.Finding.Sound) inspector.inspect(part, 0)).bytes();
                assertThat(sound).isPositive();
                part.position(part.position() + sound);
                if (inspector.midwayFor(1) == 0) {
                    found.add(part.position());
                }
            }
            at += size;
        }

        assertThat(found).isEqualTo(ends);
    }

    @Test
    void whatever_comes_it_never_breaks_nor_stands_still() {
        for (long seed = 0; seed < 2_000; seed++) {
            byte[] noise = new byte[64];
            new Random(seed).nextBytes(noise);
            noise[0] &= (byte) 0x8F;
            noise[1] |= (byte) 0x80;

            assertThat(findings(inspector(), noise)).isNotEmpty();
        }
    }

    @Test
    void a_message_may_be_as_large_as_allowed_in_fragments_too() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(RawSocket.frame(RawSocket.TEXT, new byte[LARGEST - 1]));
        bytes.writeBytes(RawSocket.frame(RawSocket.LAST | RawSocket.PING, new byte[125]));
        bytes.writeBytes(RawSocket.frame(RawSocket.LAST | RawSocket.CONTINUATION, new byte[1]));
        bytes.writeBytes(RawSocket.frame(RawSocket.LAST | RawSocket.BINARY, new byte[LARGEST]));

        assertThat(findings(inspector(), bytes.toByteArray()))
                .hasSize(4)
                .allSatisfy(finding -> assertThat(finding).isInstanceOf(FrameInspector.Finding.Sound.class));
    }

    @Test
    void time_runs_from_the_first_byte_of_a_message_to_its_last() {
        var inspector = inspector();
        byte[] first = RawSocket.frame(RawSocket.TEXT, new byte[3]);
        byte[] last = RawSocket.frame(RawSocket.LAST | RawSocket.CONTINUATION, new byte[0]);

        assertThat(inspector.midwayFor(5)).isZero();
        inspector.inspect(ByteBuffer.wrap(first, 0, 1), 10);
        assertThat(inspector.midwayFor(15)).isEqualTo(5);
        inspector.inspect(ByteBuffer.wrap(first, 1, first.length - 1), 20);
        assertThat(inspector.midwayFor(30)).isEqualTo(20);
        inspector.inspect(ByteBuffer.wrap(last), 40);
        assertThat(inspector.midwayFor(50)).isZero();
    }

    @Test
    void the_clients_close_is_noticed_when_it_is_whole() {
        var inspector = inspector();
        byte[] close = RawSocket.frame(RawSocket.LAST | RawSocket.CLOSE, new byte[] {3, (byte) 0xE8});

        inspector.inspect(ByteBuffer.wrap(close, 0, close.length - 1), 0);
        assertThat(inspector.closeSeen()).isFalse();
        inspector.inspect(ByteBuffer.wrap(close, close.length - 1, 1), 0);
        assertThat(inspector.closeSeen()).isTrue();
    }
}
