package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.application.fuzz.Mutations;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** However bytes are cut, the same is found in them, and no message goes beyond its limit. */
class FrameBytesFuzzTest {

    private static final int LARGEST = 1_024;

    /** What was found in bytes up to their end or the first broken rule. */
    private record Found(int soundBytes, boolean broken, boolean closeSeen) {}

    @FuzzTest
    void inspects(byte[] bytes) {
        Mutations.tryOne(bytes, this::check);
    }

    private void check(byte[] bytes) {
        Found whole = found(bytes, bytes.length);

        assertThat(found(bytes, 1)).isEqualTo(whole);
        assertThat(found(bytes, 7)).isEqualTo(whole);
    }

    @Test
    void inspects_changed_bytes() {
        Mutations.tryAll(FrameBytesFuzzTest.class, "inspects", 20_260_302, 20_000, this::check);
    }

    private static Found found(byte[] bytes, int atOnce) {
        var inspector = new FrameInspector(LARGEST, new Tally(8, Duration.ofDays(1)));
        int at = 0;
        while (at < bytes.length) {
            ByteBuffer some = ByteBuffer.wrap(bytes, at, Math.min(atOnce, bytes.length - at));
            while (some.hasRemaining()) {
                switch (inspector.inspect(some, 0)) {
                    case FrameInspector.Finding.Sound(int sound) -> {
                        assertThat(sound).isBetween(1, some.remaining());
                        some.position(some.position() + sound);
                    }
                    case FrameInspector.Finding.Broken(var code, String rule) -> {
                        assertThat(rule).isNotBlank();
                        // Where in a header it shows does not matter: nothing of the frame was passed on.
                        return new Found(0, true, inspector.closeSeen());
                    }
                }
            }
            at = some.position();
        }
        return new Found(at, false, inspector.closeSeen());
    }
}
