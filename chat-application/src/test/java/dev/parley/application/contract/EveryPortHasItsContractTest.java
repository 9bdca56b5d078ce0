package dev.parley.application.contract;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.SessionStore;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards the guards. A port is a public interface of {@code port.out} that is open to implementations and that no other
 * port hands out (those are tested with the port that does). Its Javadoc numbers what it guarantees.
 */
class EveryPortHasItsContractTest {

    private static final Pattern GUARANTEE = Pattern.compile("<li>G(\\d+):");
    private static final Pattern TEST = Pattern.compile("g(\\d+)_.*");
    private static final Path SOURCES = Path.of("src", "main", "java");

    static List<Class<?>> ports() throws Exception {
        List<Class<?>> interfaces = classesBeside(SessionStore.class).stream()
                .filter(type -> type.isInterface() && !type.isMemberClass() && !type.isSealed())
                .toList();
        List<Class<?>> handedOut = interfaces.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .<Class<?>>map(Method::getReturnType)
                .toList();
        return interfaces.stream().filter(type -> !handedOut.contains(type)).toList();
    }

    @Test
    void the_ports_are_found() throws Exception {
        assertThat(ports())
                .extracting(Class::getSimpleName)
                .contains("SessionStore", "EventBus", "LanguageModel", "IdGenerator")
                .doesNotContain("ReplyStream", "Listening", "Announcement");
    }

    @ParameterizedTest
    @MethodSource("ports")
    void each_guarantee_has_a_test_and_each_test_a_guarantee(Class<?> port) throws Exception {
        SortedSet<Integer> guarantees = numbers(GUARANTEE, Files.readString(source(port)));

        SortedSet<Integer> tested =
                testNames(port).flatMap(name -> numbers(TEST, name).stream()).collect(toCollection(TreeSet::new));

        assertThat(guarantees).as("guarantees of %s", port.getSimpleName()).isNotEmpty();
        assertThat(tested).as("tested guarantees of %s", port.getSimpleName()).isEqualTo(guarantees);
    }

    @ParameterizedTest
    @MethodSource("ports")
    void each_test_of_a_contract_is_numbered(Class<?> port) throws Exception {
        assertThat(testNames(port)).allSatisfy(name -> assertThat(name).matches(TEST));
    }

    private static Stream<String> testNames(Class<?> port) throws Exception {
        Class<?> contract = Class.forName(
                EveryPortHasItsContractTest.class.getPackageName() + "." + port.getSimpleName() + "Contract");
        return classesBeside(EveryPortHasItsContractTest.class).stream()
                .filter(type -> contract.isAssignableFrom(type) && Modifier.isAbstract(type.getModifiers()))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(EveryPortHasItsContractTest::isTest)
                .map(Method::getName);
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().endsWith("Test"));
    }

    private static SortedSet<Integer> numbers(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .collect(toCollection(TreeSet::new));
    }

    private static Path source(Class<?> port) {
        return SOURCES.resolve(port.getName().replace('.', '/') + ".java");
    }

    private static List<Class<?>> classesBeside(Class<?> neighbour) throws URISyntaxException, IOException {
        Path root = Path.of(
                neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path folder = root.resolve(neighbour.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .sorted()
                    .<Class<?>>map(name -> load(neighbour.getPackageName(), name))
                    .toList();
        }
    }

    private static Class<?> load(String packageName, String file) {
        try {
            return Class.forName(packageName + "." + file.substring(0, file.length() - ".class".length()));
        } catch (ClassNotFoundException e) {
            throw new AssertionError("a class file without a class", e);
        }
    }
}
