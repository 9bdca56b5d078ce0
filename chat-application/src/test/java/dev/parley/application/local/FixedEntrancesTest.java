package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.application.contract.EntrancesContract;
import dev.parley.application.local.FixedEntrances.Doors;
import dev.parley.application.port.out.Entrances;
import dev.parley.domain.identity.TenantId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FixedEntrancesTest extends EntrancesContract {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    @Override
    protected Entrances entrances() {
        return new FixedEntrances(List.of(
                new Doors(ACME, Set.of(ACME_HOST, ACME_ADDRESS), Set.of(ACME_KEY), Set.of(ACME_PAGES)),
                new Doors(GLOBEX, Set.of(GLOBEX_HOST), Set.of(GLOBEX_KEY), Set.of())));
    }

    @Test
    void where_there_is_one_tenant_everything_leads_to_it() {
        Entrances only = FixedEntrances.only(TenantId.DEFAULT);

        assertThat(only.find(null, null)).contains(Entrances.Entrance.ONLY);
        assertThat(only.find("anything", "any key")).contains(Entrances.Entrance.ONLY);
    }

    @Test
    void no_two_tenants_share_an_entrance() {
        Doors acme = new Doors(ACME, Set.of("a.example"), Set.of("a-key-of-acme"), Set.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new FixedEntrances(List.of(acme, new Doors(GLOBEX, Set.of("A.EXAMPLE"), Set.of(), Set.of()))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FixedEntrances(
                        List.of(acme, new Doors(GLOBEX, Set.of(), Set.of("a-key-of-acme"), Set.of()))));
    }
}
