package dev.parley.bootstrap.settings;

import static dev.parley.bootstrap.settings.Keys.TENANT_ALLOWED_ORIGINS;
import static dev.parley.bootstrap.settings.Keys.TENANT_HOSTS;
import static dev.parley.bootstrap.settings.Keys.TENANT_WIDGET_KEYS;

import dev.parley.domain.identity.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Makes tenants of what the file says about them. */
final class Tenants {

    private final List<Problem> problems;
    private final List<EffectiveSetting> effective = new ArrayList<>();
    private final Map<String, String> owners = new HashMap<>();

    Tenants(List<Problem> problems) {
        this.problems = problems;
    }

    List<TenantSettings> read(SequencedMap<String, Map<String, Given>> found) {
        List<TenantSettings> tenants = new ArrayList<>();
        found.forEach((name, values) -> {
            SettingsReader reader = new SettingsReader(values, key -> key.replace("*", name), problems);
            effective.addAll(reader.effective(Keys.TENANT));
            int before = problems.size();
            List<String> hosts = reader.value(TENANT_HOSTS);
            List<String> keys = reader.value(TENANT_WIDGET_KEYS);
            List<String> origins = reader.value(TENANT_ALLOWED_ORIGINS);
            if (problems.size() == before) {
                check(name, reader, hosts, keys);
                add(tenants, name, hosts, keys, origins);
            }
        });
        return tenants;
    }

    /** What counts for each that was read. */
    List<EffectiveSetting> effective() {
        return effective;
    }

    private void check(String name, SettingsReader reader, List<String> hosts, List<String> keys) {
        if (hosts.isEmpty() && keys.isEmpty()) {
            problems.add(new Problem("tenants." + name, null, "needs hosts or widget_keys: nobody can come in", null));
        }
        hosts.forEach(host -> claim(name, reader, TENANT_HOSTS, host));
        keys.forEach(key -> claim(name, reader, TENANT_WIDGET_KEYS, key));
    }

    private void claim(String name, SettingsReader reader, Setting<?> setting, String entrance) {
        String other = owners.putIfAbsent(setting.key() + " " + entrance, name);
        if (other != null && !other.equals(name)) {
            reader.refuse(setting, "must not hold " + entrance + ", which is the tenant " + other + "'s");
        }
    }

    private void add(
            List<TenantSettings> tenants, String name, List<String> hosts, List<String> keys, List<String> origins) {
        try {
            tenants.add(
                    new TenantSettings(new TenantId(name), Set.copyOf(hosts), Set.copyOf(keys), Set.copyOf(origins)));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem("tenants." + name, null, String.valueOf(e.getMessage()), null));
        }
    }
}
