package dev.parley.bootstrap.settings;

import java.util.Map;
import java.util.SequencedMap;

/**
 * What a source holds.
 *
 * @param plain values by key
 * @param assistants for each assistant its values, by key with the star in it
 */
record Found(Map<String, Given> plain, SequencedMap<String, Map<String, Given>> assistants) {}
