package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README compiles, runs, and is as short as it says. */
class ReadmeProgramTest {

    private static final Pattern PROGRAM =
            Pattern.compile("```java\\R((?:(?!```).)*class Hello.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void the_program_in_the_readme_runs() throws Exception {
        String program = program();
        Path source = Files.writeString(folder.resolve("Hello.java"), program);
        String classPath = System.getProperty("java.class.path");

        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "21", "-cp", classPath, "-d", folder.toString(), source.toString());

        assertThat(compiled).isZero();
        assertThat(program.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(25);
        assertThat(run(classPath)).isEqualTo("You said: Hello, Parley");
    }

    private String run(String classPath) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var process = new ProcessBuilder(List.of(
                        java.toString(), "-cp", folder + System.getProperty("path.separator") + classPath, "Hello"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return printed;
    }

    private static String program() throws IOException {
        Matcher matcher = PROGRAM.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(matcher.find()).as("a java block with class Hello").isTrue();
        return matcher.group(1);
    }
}
