package dev.parley.application.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.parley.application.port.out.DataKeys.DataKey;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys that wrap data keys: the first wraps, the others only unwrap. Immutable; shows no key. */
public final class MasterKeys {

    /** How many bytes a key has. */
    public static final int KEY_BYTES = AesGcm.KEY_BYTES;

    private static final int ID_BYTES = 8;

    private final String current;
    private final Map<String, AesGcm> keys = new LinkedHashMap<>();

    /**
     * Some keys.
     *
     * @param keys the present one first, then older ones; {@value #KEY_BYTES} bytes each
     */
    public MasterKeys(List<byte[]> keys) {
        if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length != KEY_BYTES)) {
            throw new IllegalArgumentException("there must be a key, and each must have " + KEY_BYTES + " bytes");
        }
        keys.forEach(key -> this.keys.putIfAbsent(id(key), new AesGcm(key)));
        this.current = id(keys.getFirst());
    }

    /** The id of the key that wraps: tells it from others, and nothing about it. */
    public String current() {
        return current;
    }

    /** The ids of all of them. */
    String ids() {
        return keys.keySet().stream().collect(joining(", "));
    }

    boolean has(String id) {
        return keys.containsKey(id);
    }

    /** Wraps by the present key. */
    String wrap(String tenant, int number, byte[] dataKey, SecureRandom random) {
        byte[] wrapped = key(current).seal(random, bound(tenant, number), dataKey);
        return Base64.getEncoder().encodeToString(wrapped);
    }

    /**
     * Unwraps by whichever key wrapped it.
     *
     * @throws AEADBadTagException if it was damaged
     * @throws IllegalArgumentException if it was damaged, or that key is not there
     */
    byte[] unwrap(DataKey dataKey) throws AEADBadTagException {
        byte[] wrapped = Base64.getDecoder().decode(dataKey.wrapped());
        return key(dataKey.master()).open(bound(dataKey.tenant().value(), dataKey.number()), wrapped);
    }

    private AesGcm key(String id) {
        AesGcm key = keys.get(id);
        if (key == null) {
            throw new IllegalArgumentException("there is no master key " + id);
        }
        return key;
    }

    private static byte[] bound(String tenant, int number) {
        return ("data key\n" + tenant + "\n" + number).getBytes(UTF_8);
    }

    private static String id(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("master key id".getBytes(UTF_8)), 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "MasterKeys[" + ids() + "]";
    }
}
