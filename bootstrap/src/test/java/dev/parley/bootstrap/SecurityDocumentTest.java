package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security.md names as shown by a test is a test that is there. */
class SecurityDocumentTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))(?:\\.(\\w+))?`");
    private static final Pattern ROW = Pattern.compile("(?m)^[|] (\\d+) [|].*`.*[|]$");

    @Test
    void every_test_it_names_is_there() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(document());
        int found = 0;
        while (named.find()) {
            String source = tests.getOrDefault(named.group(1), "");
            boolean there =
                    named.group(2) == null ? !source.isEmpty() : source.contains("void " + named.group(2) + "(");
            if (!there) {
                missing.add(named.group());
            }
            found++;
        }

        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(100);
    }

    @Test
    void every_case_of_abuse_has_a_row() throws IOException {
        List<Integer> rows = ROW.matcher(document())
                .results()
                .map(row -> Integer.valueOf(row.group(1)))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.concat(IntStream.rangeClosed(37, 51).boxed(), Stream.of(54, 58, 59))
                                .toList());
    }

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs").resolve("security.md"));
    }

    /** All of them by their names, with their texts. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> all = new HashMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path tests = module.resolve("src").resolve("test").resolve("java");
                if (Files.isDirectory(tests)) {
                    read(tests, all);
                }
            }
        }
        return all;
    }

    private static void read(Path folder, Map<String, String> into) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                try {
                    into.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
