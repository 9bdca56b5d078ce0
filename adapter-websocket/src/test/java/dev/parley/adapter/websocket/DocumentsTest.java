package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written about the protocol is so. */
class DocumentsTest {

    private static final Path FOLDER = Path.of("..", "docs", "protocol");
    private static final Pattern ERROR_ROW = Pattern.compile("\\| `([A-Z_]+)` \\| (yes|no) \\| .+ \\|");

    private record Row(String code, boolean retryable) {}

    @Test
    void every_error_code_is_documented_and_no_other() throws IOException {
        List<Row> rows = Files.readAllLines(FOLDER.resolve("errors.md")).stream()
                .map(ERROR_ROW::matcher)
                .filter(matcher -> matcher.matches())
                .map(row -> new Row(row.group(1), row.group(2).equals("yes")))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> new Row(code.name(), code.retryable()))
                        .toList());
    }

    @Test
    void every_close_code_is_documented() throws IOException {
        String text = Files.readString(FOLDER.resolve("websocket.md"));

        assertThat(CloseCode.values()).allSatisfy(code -> assertThat(text).contains("\n| " + code.number() + " | "));
    }

    @Test
    void every_frame_is_documented_with_its_fields() throws IOException {
        String text = Files.readString(FOLDER.resolve("websocket.md"));

        assertThat(Frames.all()).allSatisfy(frame -> {
            var json = ChatClient.json(new FrameCodec("parley.v1", 65_536).encode(Frames.SESSION, frame));
            assertThat(text).contains(json.path("type").asText());
            json.fieldNames().forEachRemaining(name -> assertThat(text).containsAnyOf("`" + name, "\"" + name + "\""));
        });
    }
}
