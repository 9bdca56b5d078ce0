package dev.parley.bootstrap.metrics;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server shows at {@code /metrics}, read as Prometheus reads it. */
public final class Figures {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

    private final Map<String, String> types = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();

    /** One line. */
    private record Sample(String name, Map<String, String> labels, double value) {}

    private Figures() {}

    /** Reads a page; a line that is none of the format is an error. */
    public static Figures read(String page) {
        var figures = new Figures();
        page.lines().filter(line -> !line.startsWith("# HELP")).forEach(figures::add);
        return figures;
    }

    private void add(String line) {
        Matcher type = TYPE.matcher(line);
        if (type.matches()) {
            types.put(type.group(1), type.group(2));
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("not a line of the format: " + line);
        }
        String labels = sample.group(2) == null ? "" : sample.group(2);
        samples.add(new Sample(
                sample.group(1),
                LABEL.matcher(labels).results().collect(toMap(found -> found.group(1), found -> found.group(2))),
                Double.parseDouble(sample.group(3))));
    }

    /** Types by the names of families. What is the longest of a time belongs to that time. */
    public Map<String, String> families() {
        return types.entrySet().stream()
                .filter(family -> !family.getKey().endsWith("_max")
                        || !types.containsKey(family.getKey().replaceAll("_max$", "")))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** All names a query may use. */
    public SortedSet<String> names() {
        return samples.stream().map(Sample::name).collect(toCollection(TreeSet::new));
    }

    /** The labels of a family, or of one of its series. */
    public SortedSet<String> labels(String family) {
        return samples.stream()
                .filter(sample -> sample.name().matches(Pattern.quote(family) + "(_bucket|_sum|_count|_max)?"))
                .flatMap(sample -> sample.labels().keySet().stream())
                .filter(label -> !label.equals("le"))
                .collect(toCollection(TreeSet::new));
    }

    /** The sum of all series with these labels. */
    public double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && has(sample, labels))
                .mapToDouble(Sample::value)
                .sum();
    }

    private static boolean has(Sample sample, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                return false;
            }
        }
        return true;
    }
}
