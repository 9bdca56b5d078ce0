package dev.parley.bootstrap.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a source holds.
 *
 * @param plain values by key
 * @param assistants for each assistant its values, by key with the star in it
 * @param tenants for each tenant its values, likewise
 * @param providers for each provider of models its values, likewise; in the order they are asked
 */
record Found(
        Map<String, Given> plain,
        SequencedMap<String, Map<String, Given>> assistants,
        SequencedMap<String, Map<String, Given>> tenants,
        SequencedMap<String, Map<String, Given>> providers) {

    /** What a source holds that is not there. */
    static Found nothing() {
        return new Found(Map.of(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }
}
