package dev.parley.bootstrap.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.parley.adapter.bites.LooseClass;
import dev.parley.adapter.bites.UntestedQueue;
import dev.parley.adapter.bitestwo.OtherAdapter;
import dev.parley.application.local.LocalWorkQueue;
import dev.parley.application.local.TwinQueue;
import dev.parley.application.port.bites.PortThatIsAClass;
import dev.parley.domain.bites.DomainThatKnowsAnAdapter;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Each rule catches a class that breaks it: a rule that can't fail says nothing. */
class RulesBiteTest {

    @Test
    void arrows_point_inwards() {
        bites(HouseRules.arrowsPointInwards(), DomainThatKnowsAnAdapter.class, LooseClass.class);
    }

    @Test
    void adapters_do_not_know_each_other() {
        bites(HouseRules.adaptersDoNotKnowEachOther(), LooseClass.class, OtherAdapter.class);
    }

    @Test
    void the_domain_is_plain_java() {
        bites(HouseRules.theDomainIsPlainJava(), DomainThatKnowsAnAdapter.class);
    }

    @Test
    void the_application_needs_no_library() {
        bites(HouseRules.applicationStaysAwayFromLibraries(), PortThatIsAClass.class);
    }

    @Test
    void time_and_identity_are_given_not_taken() {
        bites(HouseRules.timeAndIdentityAreGiven(), DomainThatKnowsAnAdapter.class);
    }

    @Test
    void libraries_stay_where_they_belong() {
        bites(HouseRules.staysIn("okhttp3..", HouseRules.LIBRARIES.get("okhttp3..")), LooseClass.class);
    }

    @Test
    void an_adapter_shows_only_its_facade_and_config() {
        bites(HouseRules.anAdapterShowsOnlyItsFacade(), LooseClass.class);
    }

    @Test
    void ports_are_interfaces() {
        bites(HouseRules.portsAreInterfaces(), PortThatIsAClass.class);
    }

    @Test
    void each_implementation_of_a_port_passes_its_contract() throws IOException {
        bites(PortContracts.ofAllModules().eachImplementationPassesItsContract(), UntestedQueue.class);
    }

    /** The package has a test of this port, but of another implementation. */
    @Test
    void each_of_several_implementations_passes_its_contract() throws IOException {
        bites(
                PortContracts.ofAllModules().eachImplementationPassesItsContract(),
                LocalWorkQueue.class,
                TwinQueue.class);
    }

    @Test
    void no_synchronized_methods_in_adapters() {
        bites(HouseRules.noSynchronizedInAdapters(), LooseClass.class);
    }

    @Test
    void packages_are_free_of_cycles() {
        bites(HouseRules.packagesAreFreeOfCycles("dev.parley.adapter.(*).."), LooseClass.class, OtherAdapter.class);
    }

    @Test
    void test_methods_are_annotated() {
        bites(HouseRules.testMethodsAreAnnotated(), ForgottenAnnotationTest.class);
    }

    private static void bites(ArchRule rule, Class<?>... breaking) {
        assertThatThrownBy(() -> rule.check(new ClassFileImporter().importClasses(breaking)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("was violated");
    }
}
