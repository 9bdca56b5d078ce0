package dev.parley.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeysTest {

    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

    @Test
    void the_table_has_every_key() {
        List<Object> constants = Arrays.stream(Keys.class.getDeclaredFields())
                .filter(field -> field.getType() == Setting.class && Modifier.isStatic(field.getModifiers()))
                .map(KeysTest::valueOf)
                .toList();

        assertThat(Keys.ALL).containsExactlyElementsOf(cast(constants));
    }

    @Test
    void keys_and_variables_are_unique() {
        assertThat(Keys.ALL).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(Keys.PLAIN).extracting(Setting::variable).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void a_standard_value_is_one_that_is_allowed(Setting<?> setting) {
        if (setting.standard() != null) {
            assertThat(setting.type().parser().parse(new Written.Text(setting.standard())))
                    .isNotNull();
        }
    }

    @Test
    void the_reference_table_is_this_table() throws IOException {
        List<String> rows = Files.readAllLines(REFERENCE).stream()
                .dropWhile(line -> !line.startsWith("| key |"))
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Keys.ALL.stream().map(KeysTest::row).toList());
    }

    static List<Setting<?>> settings() {
        return Keys.ALL;
    }

    private static String row(Setting<?> setting) {
        String variable = setting.named() ? "file only" : "`" + setting.variable() + "`";
        String standard = Objects.requireNonNullElse(setting.standard(), "");
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        setting.key(),
                        variable,
                        setting.type().allowed(),
                        standard.isEmpty() ? "" : "`" + standard + "`",
                        setting.meaning());
    }

    private static Object valueOf(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Setting<?>> cast(List<?> settings) {
        return (List<Setting<?>>) settings;
    }
}
