package dev.parley.application.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import dev.parley.application.local.Sealed.Coding;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.DataKeys.DataKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.identity.TenantId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * Seals with AES-256-GCM under a data key of each tenant, which a master key wraps. The data keys of all tenants are in
 * memory: nothing is asked for on the way of a message, but for a tenant's first one.
 */
public final class EnvelopeVault implements Vault {

    /** Clocks of nodes may differ, and a transaction may commit later than the time it wrote. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final DataKeys keys;
    private final MasterKeys masters;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Map<TenantId, KeyRing> rings = new ConcurrentHashMap<>();
    private final Set<Wanted> wanted = ConcurrentHashMap.newKeySet();
    private final Set<Wanted> gone = ConcurrentHashMap.newKeySet();
    private volatile Instant lookedAt;

    /** A key that a stored text names and that is not at hand. */
    private record Wanted(TenantId tenant, int number) {}

    private EnvelopeVault(DataKeys keys, MasterKeys masters, SecureRandom random, InstantSource clock) {
        this.keys = keys;
        this.masters = masters;
        this.random = random;
        this.clock = clock;
        this.lookedAt = clock.instant();
    }

    /**
     * A vault with all data keys at hand. Blocks.
     *
     * @throws MasterKeyException if there are some that these master keys do not unwrap
     */
    public static EnvelopeVault open(DataKeys keys, MasterKeys masters, SecureRandom random, InstantSource clock) {
        var vault = new EnvelopeVault(keys, masters, random, clock);
        List<DataKey> all = keys.all();
        vault.requireMasters(all);
        try {
            vault.learn(all);
        } catch (StoreException.Broken damaged) {
            throw new MasterKeyException("Sealed texts can't be opened: " + damaged.getMessage() + ".", damaged);
        }
        return vault;
    }

    private void requireMasters(List<DataKey> all) {
        List<DataKey> foreign =
                all.stream().filter(key -> !masters.has(key.master())).toList();
        if (!foreign.isEmpty()) {
            Set<String> needed = foreign.stream().map(DataKey::master).collect(toCollection(LinkedHashSet::new));
            throw new MasterKeyException(
                    "The database holds texts that the configured keys do not open: their master key is "
                            + String.join(", ", needed) + ", and configured is " + masters.ids()
                            + ". Configure the missing one by encryption.key or encryption.key_file, or add it to"
                            + " encryption.old_keys if " + masters.current() + " is to take its place.");
        }
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public String seal(Cell cell, String text) {
        if (Sealed.isBare(text)) {
            return text;
        }
        KeyRing ring = ring(cell.tenant());
        Coding coding = Coding.of(text);
        byte[] sealed = ring.newest().seal(random, bound(cell, coding), coding.bytes(text));
        return new Sealed(coding, ring.number(), sealed).stored();
    }

    @Override
    public String open(Cell cell, String stored) {
        if (!Sealed.hasMark(stored)) {
            return stored;
        }
        return Sealed.isPlain(stored) ? Sealed.plain(stored) : opened(cell, stored);
    }

    private String opened(Cell cell, String stored) {
        Sealed sealed = Sealed.read(stored);
        if (sealed == null) {
            throw broken(cell, "is damaged", new IllegalArgumentException("not as it was sealed"));
        }
        AesGcm key = ring(cell.tenant()).find(sealed.key());
        try {
            return key == null
                    ? missing(cell, new Wanted(cell.tenant(), sealed.key()))
                    : sealed.coding().text(key.open(bound(cell, sealed.coding()), sealed.bytes()));
        } catch (AEADBadTagException e) {
            throw broken(cell, "is damaged, or was sealed for another place", e);
        }
    }

    /** Another node may have made it just now: that it is not there is known once somebody has looked for it. */
    private String missing(Cell cell, Wanted key) {
        if (gone.contains(key)) {
            throw broken(cell, "needs data key " + key.number(), new IllegalArgumentException("no such key"));
        }
        wanted.add(key);
        throw new KeyNotAtHand(cell.tenant());
    }

    private KeyRing ring(TenantId tenant) {
        KeyRing ring = rings.get(tenant);
        if (ring == null) {
            throw new KeyNotAtHand(tenant);
        }
        return ring;
    }

    @Override
    public boolean isCurrent(TenantId tenant, String beginning) {
        return Sealed.isBare(beginning) || ring(tenant).sealed(beginning);
    }

    @Override
    public void fetch(TenantId tenant) {
        List<Wanted> asked =
                wanted.stream().filter(key -> key.tenant().equals(tenant)).toList();
        List<DataKey> present = keys.of(tenant);
        if (present.isEmpty()) {
            add(tenant, 1);
            present = keys.of(tenant);
        }
        learn(present);
        Set<Integer> known = present.stream().map(DataKey::number).collect(toSet());
        asked.stream().filter(key -> !known.contains(key.number())).forEach(gone::add);
        asked.forEach(wanted::remove);
    }

    @Override
    public void look() {
        Instant now = clock.instant();
        learn(keys.madeSince(lookedAt.minus(OVERLAP)));
        lookedAt = now;
    }

    @Override
    public Set<TenantId> tenants() {
        return tenants(key -> true);
    }

    @Override
    public Set<TenantId> outdated() {
        return tenants(this::isOutdated);
    }

    private Set<TenantId> tenants(Predicate<DataKey> which) {
        return keys.all().stream().filter(which).map(DataKey::tenant).collect(toCollection(LinkedHashSet::new));
    }

    private boolean isOutdated(DataKey key) {
        return !key.master().equals(masters.current());
    }

    @Override
    public int renew(TenantId tenant) {
        int number;
        do {
            List<DataKey> present = keys.of(tenant);
            number = present.isEmpty() ? 1 : present.getLast().number() + 1;
        } while (!add(tenant, number));
        fetch(tenant);
        return number;
    }

    @Override
    public void rewrap(TenantId tenant) {
        for (DataKey key : keys.of(tenant)) {
            if (isOutdated(key)) {
                String wrapped = masters.wrap(tenant.value(), key.number(), unwrapped(key), random);
                // Somebody who was faster has done the same.
                boolean unused = keys.rewrap(key, masters.current(), wrapped);
            }
        }
    }

    private boolean add(TenantId tenant, int number) {
        byte[] dataKey = new byte[AesGcm.KEY_BYTES];
        random.nextBytes(dataKey);
        String wrapped = masters.wrap(tenant.value(), number, dataKey, random);
        return keys.add(new DataKey(
                tenant, number, masters.current(), wrapped, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    private void learn(List<DataKey> some) {
        some.stream()
                .collect(groupingBy(DataKey::tenant))
                .forEach((tenant, of) -> rings.merge(tenant, ring(rings.get(tenant), of), KeyRing::with));
    }

    /** What is known is not unwrapped again: another node may have wrapped it by a master key that is not here yet. */
    private KeyRing ring(@Nullable KeyRing known, List<DataKey> of) {
        SortedMap<Integer, AesGcm> unwrapped = new TreeMap<>();
        for (DataKey key : of) {
            AesGcm before = known == null ? null : known.find(key.number());
            unwrapped.put(key.number(), before == null ? new AesGcm(unwrapped(key)) : before);
        }
        return new KeyRing(unwrapped);
    }

    private byte[] unwrapped(DataKey key) {
        try {
            return masters.unwrap(key);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new StoreException.Broken(
                    "data key " + key.number() + " of tenant " + key.tenant() + " is not opened by master key "
                            + key.master() + (masters.has(key.master()) ? "" : ", which is not configured"),
                    e);
        }
    }

    private static StoreException.Broken broken(Cell cell, String how, Exception cause) {
        return new StoreException.Broken(Sealed.name(cell) + " " + how, cause);
    }

    private static byte[] bound(Cell cell, Coding coding) {
        return String.join(
                        "\n",
                        cell.tenant().value(),
                        cell.column(),
                        cell.session().toString(),
                        cell.row().toString(),
                        coding.name())
                .getBytes(UTF_8);
    }
}
