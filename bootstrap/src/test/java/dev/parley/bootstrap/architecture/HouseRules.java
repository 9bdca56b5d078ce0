package dev.parley.bootstrap.architecture;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The rules of the house that a machine can hold. */
final class HouseRules {

    /** A library, and where alone it may be used. */
    static final Map<String, String[]> LIBRARIES = Map.ofEntries(
            staying("org.jdbi..", "dev.parley.adapter.mssql.."),
            staying("com.zaxxer.hikari..", "dev.parley.adapter.mssql.."),
            staying("redis.clients..", "dev.parley.adapter.redis.."),
            staying("io.github.resilience4j..", "dev.parley.adapter.llm.."),
            staying("okhttp3..", "dev.parley.adapter.llm.."),
            staying("jakarta.ws.rs..", "dev.parley.adapter.rest.."),
            staying("org.glassfish.jersey..", "dev.parley.adapter.rest.."),
            staying("jakarta.websocket..", "dev.parley.adapter.websocket.."),
            staying("org.glassfish.tyrus..", "dev.parley.adapter.websocket.."),
            staying("com.github.benmanes.caffeine..", "dev.parley.bootstrap.cache.."),
            staying("io.micrometer..", "dev.parley.bootstrap.metrics.."),
            staying("io.prometheus..", "dev.parley.bootstrap.metrics.."),
            staying("io.opentelemetry..", "dev.parley.bootstrap.tracing.."),
            staying(
                    "org.glassfish.grizzly..",
                    "dev.parley.adapter.websocket..",
                    "dev.parley.adapter.rest..",
                    "dev.parley.bootstrap.."));

    private static final String CORE_DOMAIN = "dev.parley.domain..";
    private static final String CORE_APPLICATION = "dev.parley.application..";
    private static final String ADAPTERS = "dev.parley.adapter..";

    private HouseRules() {}

    private static Map.Entry<String, String[]> staying(String library, String... homes) {
        return Map.entry(library, homes);
    }

    static ArchRule arrowsPointInwards() {
        return layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.parley..")
                .withOptionalLayers(true)
                .layer("domain")
                .definedBy(CORE_DOMAIN)
                .layer("ports")
                .definedBy("dev.parley.application.port..")
                .layer("use cases")
                .definedBy("dev.parley.application.usecase..")
                .layer("local")
                .definedBy("dev.parley.application.local..")
                .layer("engine")
                .definedBy("dev.parley.application")
                .layer("adapters")
                .definedBy(ADAPTERS)
                .layer("bootstrap")
                .definedBy("dev.parley.bootstrap..")
                .whereLayer("domain")
                .mayNotAccessAnyLayer()
                .whereLayer("ports")
                .mayOnlyAccessLayers("domain")
                .whereLayer("use cases")
                .mayOnlyAccessLayers("ports", "domain")
                .whereLayer("local")
                .mayOnlyAccessLayers("ports", "domain")
                .whereLayer("engine")
                .mayOnlyAccessLayers("use cases", "local", "ports", "domain")
                .whereLayer("adapters")
                .mayOnlyAccessLayers("ports", "domain")
                .whereLayer("bootstrap")
                .mayNotBeAccessedByAnyLayer()
                .ensureAllClassesAreContainedInArchitecture()
                .because("the core must not know how it is reached or where it is kept");
    }

    static ArchRule adaptersDoNotKnowEachOther() {
        return slices().matching("dev.parley.adapter.(*)..").should().notDependOnEachOther();
    }

    static ArchRule theDomainIsPlainJava() {
        return classes()
                .that()
                .resideInAPackage(CORE_DOMAIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        CORE_DOMAIN,
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "java.util.regex",
                        "java.time..",
                        "java.nio",
                        "java.nio.charset",
                        "java.security",
                        "org.jspecify.annotations");
    }

    static ArchRule timeAndIdentityAreGiven() {
        return noClasses()
                .that()
                .resideInAnyPackage(CORE_DOMAIN, "dev.parley.application.usecase..", "dev.parley.application.port..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime");
    }

    static ArchRule staysIn(String library, String... homes) {
        return noClasses()
                .that()
                .resideInAPackage("dev.parley..")
                .and()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    /** JAX-RS must see its resources, and what is nested in a facade is part of it. */
    static ArchRule anAdapterShowsOnlyItsFacade() {
        return classes()
                .that()
                .resideInAPackage(ADAPTERS)
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and(are(notSeenByAFramework()))
                .should()
                .haveSimpleNameEndingWith("Adapter")
                .orShould()
                .haveSimpleNameEndingWith("Config");
    }

    private static DescribedPredicate<JavaClass> notSeenByAFramework() {
        return DescribedPredicate.describe(
                "not made public for JAX-RS", type -> !type.isAnnotatedWith("jakarta.ws.rs.Path"));
    }

    static ArchRule portsAreInterfaces() {
        return classes()
                .that()
                .resideInAPackage("dev.parley.application.port..")
                .and()
                .areTopLevelClasses()
                .and()
                .areNotRecords()
                .and()
                .areNotEnums()
                .and()
                .areNotAssignableTo(Exception.class)
                .should()
                .beInterfaces();
    }

    static ArchRule noSynchronizedInAdapters() {
        return noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(ADAPTERS)
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .because("it pins carriers on Java 21; ReentrantLock does not");
    }

    static ArchRule packagesAreFreeOfCycles(String parts) {
        return slices().matching(parts).should().beFreeOfCycles();
    }

    static ArchRule applicationStaysAwayFromLibraries() {
        return classes()
                .that()
                .resideInAPackage(CORE_APPLICATION)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.parley..", "java..", "javax.crypto..", "org.jspecify.annotations", "org.slf4j..");
    }

    static ArchRule testMethodsAreAnnotated() {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Test")
                .and()
                .areNotPrivate()
                .and()
                .areNotStatic()
                .and()
                .haveRawReturnType(void.class)
                .and()
                .haveRawParameterTypes(new Class<?>[0])
                .should()
                .beAnnotatedWith(DescribedPredicate.describe(
                        "JUnit's annotations",
                        annotation -> annotation.getRawType().getPackageName().startsWith("org.junit.jupiter")));
    }
}
