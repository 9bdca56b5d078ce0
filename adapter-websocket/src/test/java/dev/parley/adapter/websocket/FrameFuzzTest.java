package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.application.fuzz.Mutations;
import dev.parley.domain.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever text a client sends is a frame or a refusal that says why not, and what is a frame keeps its rules. */
class FrameFuzzTest {

    private static final int LARGEST = 64 * 1024;
    private static final Set<ErrorCode> CODES = Set.of(ErrorCode.INVALID_JSON, ErrorCode.INVALID_MESSAGE);

    private final FrameCodec codec = new FrameCodec("parley.v1", LARGEST);

    @FuzzTest
    void reads(byte[] bytes) {
        Mutations.tryOne(bytes, this::check);
    }

    private void check(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);

        switch (codec.decode(text)) {
            case FrameReader.Reading.Understood(ClientFrame frame) -> keepsItsRules(frame, text);
            case FrameReader.Reading.Refused(var refusal, var reference) -> {
                assertThat(refusal.code()).isIn(CODES);
                assertThat(refusal.rule()).isNotBlank();
                canBeRepeated(reference);
            }
        }
    }

    @Test
    void reads_changed_frames() {
        Mutations.tryAll(FrameFuzzTest.class, "reads", 20_260_301, 5_000, this::check);
    }

    private void keepsItsRules(ClientFrame frame, String text) {
        canBeRepeated(frame.reference());
        assertThat(codec.decode(text)).isEqualTo(new FrameReader.Reading.Understood(frame));
        switch (frame) {
            case ClientFrame.UserMessage message -> {
                assertThat(message.session()).isNotNull();
                assertThat(message.text().length()).isLessThanOrEqualTo(text.length());
            }
            case ClientFrame.Resume resume ->
                assertThat(numberOf(resume.from())).isNotNegative();
            case ClientFrame.Delivered(var session, long position) ->
                assertThat(position).isNotNegative();
            case ClientFrame.Read(var session, long position) ->
                assertThat(position).isNotNegative();
            case ClientFrame.Authenticate authenticate ->
                assertThat(authenticate.toString()).isEqualTo("Authenticate[…]");
            case ClientFrame.Cancel cancel -> {}
            case ClientFrame.Typing typing -> {}
            case ClientFrame.Ping ping -> {}
        }
    }

    private static long numberOf(Standpoint standpoint) {
        return switch (standpoint) {
            case Standpoint.InSession(var from) -> from.after().value();
            case Standpoint.OfUser(long after) -> after;
        };
    }

    private static void canBeRepeated(ClientFrame.Reference reference) {
        for (String id : new String[] {reference.clientMessageId(), reference.clientCommandId()}) {
            if (id != null) {
                assertThat(id).hasSizeBetween(1, 64).doesNotContainPattern("\\p{Cntrl}");
            }
        }
    }
}
