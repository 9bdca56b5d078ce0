package dev.parley.bootstrap.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Holds the implementations of driven ports to the contract suites, over the tests of all modules. */
final class PortContracts {

    private static final Path MODULES = Path.of("..");
    private static final String PORTS = "dev.parley.application.port.out";
    private static final String CONTRACTS = "dev.parley.application.contract";

    private final JavaClasses tests;

    private PortContracts(JavaClasses tests) {
        this.tests = tests;
    }

    /** Sees the test classes of every module that has some. They must be compiled. */
    static PortContracts ofAllModules() throws IOException {
        try (Stream<Path> modules = Files.list(MODULES)) {
            List<Path> folders = modules.filter(module -> Files.isDirectory(module.resolve("src/test/java")))
                    .map(PortContracts::compiledTests)
                    .toList();
            return new PortContracts(new ClassFileImporter().importPaths(folders));
        }
    }

    private static Path compiledTests(Path module) {
        Path folder = module.resolve("target/test-classes");
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("compile the tests of " + module.getFileName() + " first (-am)");
        }
        return folder;
    }

    /** An implementation's test is beside it, and bears its name if the package has more than one of the port. */
    ArchRule eachImplementationPassesItsContract() {
        return classes()
                .that(DescribedPredicate.describe(
                        "implement a driven port", type -> ports(type).findAny().isPresent()))
                .should(new HaveATest())
                .because("a guarantee that an implementation was never tested for is none");
    }

    /** The ports a class implements that have a contract. That all of them have one is held elsewhere. */
    private Stream<JavaClass> ports(JavaClass type) {
        return type.isInterface() || type.getModifiers().contains(JavaModifier.ABSTRACT)
                ? Stream.empty()
                : type.getAllRawInterfaces().stream()
                        .filter(port -> port.getPackageName().equals(PORTS) && tests.contain(contract(port)));
    }

    private static String contract(JavaClass port) {
        return CONTRACTS + "." + port.getSimpleName() + "Contract";
    }

    private final class HaveATest extends ArchCondition<JavaClass> {

        private List<JavaClass> implementations = List.of();

        HaveATest() {
            super("have a test that extends the contract of the port");
        }

        @Override
        public void init(Collection<JavaClass> all) {
            implementations = List.copyOf(all);
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            ports(type).forEach(port -> {
                boolean tested = tests.stream().anyMatch(test -> isTestOf(test, type, port));
                String message = type.getName() + (tested ? " has a test" : " has no test beside it") + " that extends "
                        + contract(port);
                events.add(new SimpleConditionEvent(type, tested, message));
            });
        }

        private boolean isTestOf(JavaClass test, JavaClass type, JavaClass port) {
            return test.getPackageName().equals(type.getPackageName())
                    && !test.getModifiers().contains(JavaModifier.ABSTRACT)
                    && test.isAssignableTo(contract(port))
                    && (isAlone(type, port) || test.getSimpleName().equals(type.getSimpleName() + "Test"));
        }

        private boolean isAlone(JavaClass type, JavaClass port) {
            return implementations.stream()
                            .filter(other -> other.getPackageName().equals(type.getPackageName()))
                            .filter(other -> other.getAllRawInterfaces().contains(port))
                            .count()
                    == 1;
        }
    }
}
