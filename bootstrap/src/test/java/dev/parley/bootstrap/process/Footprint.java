package dev.parley.bootstrap.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process of Java holds.
 *
 * @param handles open files, sockets among them; 0 where the system does not tell
 * @param threads threads of all kinds, virtual ones among them
 * @param heapBytes what is left of its objects after a collection
 */
public record Footprint(long handles, long threads, long heapBytes) {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    /** Measures one on this machine, which collects its garbage first. Blocks. */
    static Footprint of(long pid) throws IOException, InterruptedException {
        return new Footprint(handles(pid), threads(pid), heapBytes(pid));
    }

    /** Whether it is at most so much more than another. */
    public boolean isWithin(Footprint other, Footprint more) {
        return handles <= other.handles + more.handles
                && threads <= other.threads + more.threads
                && heapBytes <= other.heapBytes + more.heapBytes;
    }

    private static long handles(long pid) throws IOException {
        Path files = Path.of("/proc", Long.toString(pid), "fd");
        if (!Files.isDirectory(files)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(files)) {
            return open.count();
        }
    }

    private static long threads(long pid) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("parley-threads-");
        Path dump = folder.resolve("threads.json");
        try {
            jcmd(pid, "Thread.dump_to_file", "-format=json", dump.toString());
            long threads = 0;
            for (JsonNode container : new ObjectMapper().readTree(dump.toFile()).at("/threadDump/threadContainers")) {
                threads += container.path("threads").size();
            }
            return threads;
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(folder);
        }
    }

    private static long heapBytes(long pid) throws IOException, InterruptedException {
        String histogram = jcmd(pid, "GC.class_histogram");
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("no total in what jcmd said: " + histogram);
        }
        return Long.parseLong(total.group(1));
    }

    private static String jcmd(long pid, String... command) throws IOException, InterruptedException {
        String[] all = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                        .toString(),
                                Long.toString(pid)),
                        Stream.of(command))
                .toArray(String[]::new);
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        try (var output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", all) + " failed: " + said);
            }
            return said;
        }
    }

    @Override
    public String toString() {
        return handles + " handles, " + threads + " threads, " + (heapBytes >> 10) + " KiB";
    }
}
