package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.Entrances;
import dev.parley.domain.identity.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every {@link Entrances} passes this suite. */
public abstract class EntrancesContract {

    protected static final String ACME_HOST = "chat.acme.example";
    protected static final String ACME_ADDRESS = "[2001:db8::1]";
    protected static final String ACME_KEY = "acme-0123456789";
    protected static final String ACME_PAGES = "https://www.acme.example";
    protected static final String GLOBEX_HOST = "globex.example";
    protected static final String GLOBEX_KEY = "globex-0123456789";

    /**
     * Entrances where Acme has two hosts, a key and an origin, and Globex a host, a key and no origin; each as named above.
     */
    protected abstract Entrances entrances();

    @ParameterizedTest
    @ValueSource(
            strings = {"chat.acme.example", "chat.acme.example:8443", "CHAT.Acme.Example:80", "chat.acme.example."})
    void g1_a_host_leads_to_its_tenant_however_it_is_written(String host) {
        assertThat(tenant(host, null)).contains(ACME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2001:db8::1]", "[2001:DB8::1]:8000"})
    void g1_a_host_may_be_an_address(String host) {
        assertThat(tenant(host, null)).contains(ACME);
    }

    @Test
    void g2_a_key_leads_to_its_tenant_where_no_host_does() {
        assertThat(tenant("anything.example", GLOBEX_KEY)).contains(GLOBEX);
        assertThat(tenant(null, GLOBEX_KEY)).contains(GLOBEX);
        assertThat(tenant(GLOBEX_HOST, GLOBEX_KEY)).contains(GLOBEX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme.example",
                "x.chat.acme.example",
                "chat.acme.example.evil.example",
                "chat.acme.example,globex.example",
                "chat.acme.example:80:80",
                "acme-0123456789",
                "default"
            })
    void g3_no_other_host_leads_anywhere(String host) {
        assertThat(tenant(host, null)).isEmpty();
    }

    @Test
    void g3_nothing_leads_nowhere() {
        assertThat(tenant(null, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme", "ACME-0123456789", "acme-0123456789 ", "chat.acme.example"})
    void g3_an_unknown_key_leads_nowhere_at_whatever_host(String key) {
        assertThat(tenant(ACME_HOST, key)).isEmpty();
        assertThat(tenant("anything.example", key)).isEmpty();
    }

    @Test
    void g3_a_host_and_a_key_that_contradict_lead_nowhere() {
        assertThat(tenant(ACME_HOST, GLOBEX_KEY)).isEmpty();
        assertThat(tenant(GLOBEX_HOST, ACME_KEY)).isEmpty();
    }

    @Test
    void g4_a_tenants_own_origins_come_with_it() {
        assertThat(entrances().find(ACME_HOST, null).orElseThrow().allowedOrigins())
                .containsExactly(ACME_PAGES);
        assertThat(entrances().find(null, ACME_KEY).orElseThrow().allowedOrigins())
                .containsExactly(ACME_PAGES);
        assertThat(entrances().find(GLOBEX_HOST, null).orElseThrow().allowedOrigins())
                .isEmpty();
    }

    private Optional<TenantId> tenant(@Nullable String host, @Nullable String key) {
        return entrances().find(host, key).map(Entrances.Entrance::tenant);
    }
}
