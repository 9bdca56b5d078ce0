package dev.parley.application.usecase.identity;

import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.StoredWords;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.identity.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Words in lists, one for each tenant. A step is one word. */
final class ListedWords implements StoredWords {

    private final Vault vault;
    private final SortedMap<String, List<String>> stored = new TreeMap<>();

    ListedWords(Vault vault) {
        this.vault = vault;
    }

    void add(TenantId tenant, String word) {
        stored.computeIfAbsent(tenant.value(), name -> new ArrayList<>()).add(word);
    }

    List<String> of(TenantId tenant) {
        return stored.getOrDefault(tenant.value(), List.of());
    }

    @Override
    public List<TenantId> tenants() {
        return stored.keySet().stream().map(TenantId::new).toList();
    }

    @Override
    public Step reseal(TenantId tenant, @Nullable String after, int limit) {
        int place = after == null ? 0 : Integer.parseInt(after);
        List<String> words = of(tenant);
        String next = place + 1 < words.size() ? Integer.toString(place + 1) : null;
        var cell = new Vault.Cell(tenant, "list", new UUID(0, 0), new UUID(0, place));
        vault.fetch(tenant);
        if (vault.isCurrent(tenant, words.get(place))) {
            return new Step(0, 0, next);
        }
        try {
            words.set(place, vault.seal(cell, vault.open(cell, words.get(place))));
            return new Step(1, 0, next);
        } catch (StoreException.Broken damaged) {
            return new Step(0, 1, next);
        }
    }
}
