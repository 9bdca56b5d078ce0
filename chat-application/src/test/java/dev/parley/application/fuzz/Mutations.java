package dev.parley.application.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * The corpus of a fuzz test, and random changes of it. The corpus is where Jazzer looks for it: {@code
 * <test>Inputs/<method>} beside the test, in the resources.
 */
public final class Mutations {

    private static final int LONGEST = 16 * 1024;

    /** What parsers stumble over. */
    private static final List<byte[]> MORSELS = Stream.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    "\\",
                    "\\u0000",
                    "\\ud800",
                    ":",
                    ",",
                    "null",
                    "1e999",
                    "-0",
                    "9223372036854775808",
                    "\u0000",
                    "\r\n",
                    "\n",
                    " ",
                    "%",
                    "%00",
                    "%2f",
                    "..",
                    "/",
                    ";",
                    "=",
                    "&",
                    ".",
                    "é",
                    "\uD83E\uDD63",
                    "\u202E",
                    "data:",
                    "__proto__",
                    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();

    private final List<byte[]> seeds;
    private final Random random;

    private Mutations(List<byte[]> seeds, long seed) {
        this.seeds = seeds;
        this.random = new Random(seed);
    }

    /**
     * Tries the inputs of a test and changes of them. Run from the module's folder.
     *
     * @param test whose corpus
     * @param method the test method whose corpus
     * @param seed what decides the changes
     * @param count how many changes
     * @param check throws if it does not like an input
     * @throws AssertionError naming the first input that was not liked
     */
    public static void tryAll(Class<?> test, String method, long seed, int count, Consumer<byte[]> check) {
        var mutations = new Mutations(corpus(test, method), seed);
        mutations.seeds.forEach(input -> tryOne(input, check));
        for (int i = 0; i < count; i++) {
            tryOne(mutations.next(), check);
        }
    }

    /**
     * Tries one input.
     *
     * @param check throws if it does not like an input
     * @throws AssertionError naming the input if it was not liked
     */
    public static void tryOne(byte[] input, Consumer<byte[]> check) {
        try {
            check.accept(input);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("input (hex) " + HexFormat.of().formatHex(input), e);
        }
    }

    private static List<byte[]> corpus(Class<?> test, String method) {
        Path folder = Path.of("src/test/resources", test.getPackageName().split("\\."))
                .resolve(test.getSimpleName() + "Inputs")
                .resolve(method);
        try (Stream<Path> files = Files.list(folder)) {
            var seeds = new ArrayList<byte[]>();
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
            if (seeds.isEmpty()) {
                throw new AssertionError("there is no input in " + folder);
            }
            return seeds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] next() {
        byte[] input = seed();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            input = changed(input);
        }
        return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(1 + Math.max(1, input.length / 4)));
        return switch (random.nextInt(7)) {
            case 0 -> withByte(input, value -> value ^ (1 << random.nextInt(8)));
            case 1 -> withByte(input, value -> random.nextInt(256));
            case 2 -> joined(input, 0, from, new byte[0], input, to);
            case 3 -> joined(input, 0, to, Arrays.copyOfRange(input, from, to), input, to);
            case 4 -> joined(input, 0, from, MORSELS.get(random.nextInt(MORSELS.size())), input, to);
            case 5 -> {
                byte[] other = seed();
                yield joined(input, 0, from, new byte[0], other, random.nextInt(other.length + 1));
            }
            default -> Arrays.copyOf(input, from);
        };
    }

    private byte[] withByte(byte[] input, IntUnaryOperator change) {
        if (input.length == 0) {
            return input;
        }
        byte[] copy = input.clone();
        int at = random.nextInt(copy.length);
        copy[at] = (byte) change.applyAsInt(copy[at]);
        return copy;
    }

    private static byte[] joined(byte[] head, int from, int to, byte[] middle, byte[] tail, int tailFrom) {
        byte[] all = new byte[to - from + middle.length + tail.length - tailFrom];
        System.arraycopy(head, from, all, 0, to - from);
        System.arraycopy(middle, 0, all, to - from, middle.length);
        System.arraycopy(tail, tailFrom, all, to - from + middle.length, tail.length - tailFrom);
        return all;
    }
}
