package dev.parley.bootstrap.architecture;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_PACKAGE_INFOS;
import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The house as it stands keeps its rules. */
class ArchitectureTest {

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(DO_NOT_INCLUDE_TESTS)
            .withImportOption(DO_NOT_INCLUDE_PACKAGE_INFOS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.parley");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("dev.parley.bootstrap");

    @Test
    void arrows_point_inwards() {
        HouseRules.arrowsPointInwards().check(PRODUCTION);
    }

    @Test
    void adapters_do_not_know_each_other() {
        HouseRules.adaptersDoNotKnowEachOther().check(PRODUCTION);
    }

    @Test
    void the_domain_is_plain_java() {
        HouseRules.theDomainIsPlainJava().check(PRODUCTION);
    }

    @Test
    void the_application_needs_no_library() {
        HouseRules.applicationStaysAwayFromLibraries().check(PRODUCTION);
    }

    @Test
    void time_and_identity_are_given_not_taken() {
        HouseRules.timeAndIdentityAreGiven().check(PRODUCTION);
    }

    @Test
    void libraries_stay_where_they_belong() {
        HouseRules.LIBRARIES.forEach(
                (library, homes) -> HouseRules.staysIn(library, homes).check(PRODUCTION));
    }

    @Test
    void an_adapter_shows_only_its_facade_and_config() {
        HouseRules.anAdapterShowsOnlyItsFacade().check(PRODUCTION);
    }

    @Test
    void ports_are_interfaces() {
        HouseRules.portsAreInterfaces().check(PRODUCTION);
    }

    @Test
    void each_implementation_of_a_port_passes_its_contract() throws IOException {
        PortContracts.ofAllModules().eachImplementationPassesItsContract().check(PRODUCTION);
    }

    @Test
    void no_synchronized_methods_in_adapters() {
        HouseRules.noSynchronizedInAdapters().check(PRODUCTION);
    }

    @Test
    void modules_are_free_of_cycles() {
        HouseRules.packagesAreFreeOfCycles("dev.parley.(*)..").check(PRODUCTION);
    }

    @Test
    void test_methods_are_annotated() {
        JavaClasses real = TESTS.that(DescribedPredicate.describe(
                "meant to be run", type -> !type.isEquivalentTo(ForgottenAnnotationTest.class)));
        HouseRules.testMethodsAreAnnotated().check(real);
    }
}
