package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks of all modules can be run. What they measure is of no interest here. */
class JmhBenchTest {

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void each_can_be_called() throws Exception {
        Path output = folder.resolve("output");
        List<String> once = List.of("-Dbench.once=true", "-Djmh.ignoreLock=true", "-XX:TieredStopAtLevel=1");

        int exit = JmhBench.run(Files.createDirectory(folder.resolve("classes")), once, Redirect.to(output.toFile()));

        String said = Files.readString(output);
        assertThat(exit).as(said).isZero();
        assertThat(said.lines().map(line -> line.replaceAll(" .*", "")))
                .contains(
                        "Release.release",
                        "Window.standard",
                        "Window.summarising",
                        "Answer.readEvents",
                        "Answer.readTexts",
                        "Frame.writeToken",
                        "Frame.writeJoinedTokens",
                        "Frame.readMessage",
                        "Frame.readPing");
        assertThat(said.lines())
                .anySatisfy(line -> assertThat(line).startsWith("{\"").endsWith("}}"));
    }
}
