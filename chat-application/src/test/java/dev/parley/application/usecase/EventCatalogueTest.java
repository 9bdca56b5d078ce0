package dev.parley.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.session.SessionEvent;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documented catalogue of events names every event with its fields, and no other. */
class EventCatalogueTest {

    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| ([^|]*) \\|", Pattern.MULTILINE);

    @Test
    void the_catalogue_is_the_whole_and_nothing_else() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "events.md"));
        Map<String, String> documented = new TreeMap<>();
        Matcher row = ROW.matcher(document);
        while (row.find()) {
            documented.put(
                    row.group(1),
                    row.group(2).replace("`", "").replace("none", "").strip());
        }

        assertThat(documented).isEqualTo(declared());
    }

    private static Map<String, String> declared() {
        return Arrays.stream(SessionEvent.class.getPermittedSubclasses())
                .collect(Collectors.toMap(Class::getSimpleName, EventCatalogueTest::fields, (a, b) -> a, TreeMap::new));
    }

    private static String fields(Class<?> event) {
        return Arrays.stream(event.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.joining(", "));
    }
}
