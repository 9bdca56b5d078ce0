package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.DataKeys.DataKey;
import dev.parley.domain.identity.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every {@link DataKeys} passes this suite. A key is made in the second of its number. */
public abstract class DataKeysContract extends StoreContract {

    private static final String MASTER = "0123456789abcdef";
    private static final String OTHER_MASTER = "fedcba9876543210";

    @Test
    void g1_keys_are_listed_by_number_for_their_tenant_alone() {
        DataKey second = added(ACME, 2);
        DataKey first = added(ACME, 1);
        DataKey foreign = added(GLOBEX, 1);

        assertThat(dataKeys.of(ACME)).containsExactly(first, second);
        assertThat(dataKeys.of(GLOBEX)).containsExactly(foreign);
        assertThat(dataKeys.of(new TenantId("nobody"))).isEmpty();
        assertThat(dataKeys.all()).containsExactlyInAnyOrder(first, second, foreign);
    }

    @Test
    void g1_the_longest_fields_are_kept() {
        DataKey key = new DataKey(ACME, Integer.MAX_VALUE, "m".repeat(64), "W+/=".repeat(100), second(1));

        assertThat(dataKeys.add(key)).isTrue();

        assertThat(dataKeys.of(ACME)).containsExactly(key);
    }

    @Test
    void g2_a_number_is_given_once() {
        DataKey key = added(ACME, 1);

        assertThat(dataKeys.add(new DataKey(ACME, 1, MASTER, "another", second(9))))
                .isFalse();

        assertThat(dataKeys.of(ACME)).containsExactly(key);
    }

    @Test
    void g2_of_many_that_add_one_does() throws Exception {
        List<Boolean> added =
                Race.of(16, runner -> dataKeys.add(new DataKey(ACME, 1, MASTER, "wrapped " + runner, second(1))));

        assertThat(added.stream().filter(done -> done)).hasSize(1);
        assertThat(dataKeys.of(ACME)).extracting(DataKey::wrapped).containsExactly("wrapped " + added.indexOf(true));
    }

    @Test
    void g3_who_knows_the_master_key_wraps_anew() {
        DataKey key = added(ACME, 1);
        DataKey other = added(ACME, 2);
        DataKey foreign = added(GLOBEX, 1);

        assertThat(dataKeys.rewrap(key, OTHER_MASTER, "anew")).isTrue();
        assertThat(dataKeys.rewrap(key, MASTER, "too late")).isFalse();
        assertThat(dataKeys.rewrap(new DataKey(ACME, 7, MASTER, "w", second(7)), OTHER_MASTER, "none"))
                .isFalse();

        assertThat(dataKeys.of(ACME)).containsExactly(new DataKey(ACME, 1, OTHER_MASTER, "anew", key.madeAt()), other);
        assertThat(dataKeys.of(GLOBEX)).containsExactly(foreign);
    }

    @Test
    void g3_of_many_that_wrap_anew_one_does() throws Exception {
        DataKey key = added(ACME, 1);

        List<Boolean> done = Race.of(16, runner -> dataKeys.rewrap(key, OTHER_MASTER, "by " + runner));

        assertThat(done.stream().filter(it -> it)).hasSize(1);
        assertThat(dataKeys.of(ACME)).extracting(DataKey::wrapped).containsExactly("by " + done.indexOf(true));
    }

    @Test
    void g4_those_made_since_are_of_all_tenants() {
        added(ACME, 1);
        DataKey second = added(ACME, 2);
        DataKey foreign = added(GLOBEX, 3);

        assertThat(dataKeys.madeSince(second(2))).containsExactlyInAnyOrder(second, foreign);
        assertThat(dataKeys.madeSince(second(4))).isEmpty();
    }

    @Test
    void g5_a_lost_backend_is_told_and_what_was_committed_is_there() {
        DataKey key = added(ACME, 1);

        backend.cutConnection();

        assertLost(() -> dataKeys.all());
        assertLost(() -> dataKeys.of(ACME));
        assertLost(() -> dataKeys.madeSince(second(0)));
        assertLost(() -> added(ACME, 2));
        assertLost(() -> dataKeys.rewrap(key, OTHER_MASTER, "anew"));
        use(backend.reconnect());
        assertThat(dataKeys.all()).containsExactly(key);
    }

    private DataKey added(TenantId tenant, int number) {
        DataKey key = new DataKey(tenant, number, MASTER, "wrapped " + number, second(number));
        assertThat(dataKeys.add(key)).isTrue();
        return key;
    }
}
