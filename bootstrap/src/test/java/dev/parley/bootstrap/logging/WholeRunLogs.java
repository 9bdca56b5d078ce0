package dev.parley.bootstrap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All that was logged while all modules were tested, and all that must not be in it. */
final class WholeRunLogs {

    /** Where tests and servers they start log to, below a module's folder. */
    static final Path LOGS = Path.of("target", "test-logs");

    private static final List<String> REPORTS = List.of("surefire-reports", "failsafe-reports");

    /** Of a report, what was printed; the names of tests may hold what they try. */
    private static final Pattern PRINTED =
            Pattern.compile("<system-(?:out|err)><!\\[CDATA\\[(.*?)]]></system-(?:out|err)>", Pattern.DOTALL);

    private final List<Path> logs = new ArrayList<>();
    private final List<Path> reports = new ArrayList<>();
    private final LogScan scan = new LogScan();
    private int canaries;

    private WholeRunLogs() {}

    /** Those of these modules. */
    static WholeRunLogs of(List<Path> modules) throws IOException {
        var all = new WholeRunLogs();
        for (Path module : modules) {
            for (Path file : files(module.resolve(Canaries.FOLDER), ".txt")) {
                all.learn(Files.readAllLines(file));
            }
            all.logs.addAll(files(module.resolve(LOGS), ".log"));
            for (String folder : REPORTS) {
                Path reports = module.resolve("target").resolve(folder);
                all.reports.addAll(files(reports, ".xml"));
                all.logs.addAll(files(reports, "-output.txt"));
            }
        }
        return all;
    }

    /** All modules of the project. */
    static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(".."))) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList();
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private void learn(List<String> lines) {
        for (String line : lines) {
            int end = line.indexOf(' ') + 1;
            String value = new String(Base64.getDecoder().decode(line.substring(end)), UTF_8);
            if (line.startsWith(Canaries.SECRET)) {
                scan.addSecret(value);
            } else {
                scan.addText(value);
            }
            canaries++;
        }
    }

    /** How many secrets and texts are looked for. */
    int canaries() {
        return canaries;
    }

    /** How many files are searched. */
    int files() {
        return logs.size() + reports.size();
    }

    /** What was found, and where; names no secret. */
    List<String> found() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path log : logs) {
            note(log, Files.readString(log), found);
        }
        for (Path report : reports) {
            for (String printed : PRINTED.matcher(Files.readString(report))
                    .results()
                    .map(match -> match.group(1))
                    .toList()) {
                note(report, printed, found);
            }
        }
        return found;
    }

    private void note(Path file, String text, List<String> found) {
        scan.find(text).forEach(name -> found.add(file + ": " + name));
    }
}
