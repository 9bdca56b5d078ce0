package dev.parley.bootstrap.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Reads a YAML file. What it can't make sense of it keeps as problems. Used by one thread. */
final class ConfigurationFile {

    private static final String ASSISTANTS = "assistants";
    private static final String TENANTS = "tenants";
    private static final String PROVIDERS = "llm.providers";

    private final Path path;
    private final Origin origin;
    private final Map<String, Given> plain = new HashMap<>();
    private final SequencedMap<String, Map<String, Given>> assistants = new LinkedHashMap<>();
    private final SequencedMap<String, Map<String, Given>> tenants = new LinkedHashMap<>();
    private final SequencedMap<String, Map<String, Given>> providers = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private ConfigurationFile(Path path) {
        this.path = path;
        this.origin = new Origin.File(path.toString());
    }

    /** Reads all of it. Problems are added to the list. */
    static Found read(Path path, List<Problem> problems) {
        ConfigurationFile file = new ConfigurationFile(path);
        file.readTree();
        problems.addAll(file.problems);
        return new Found(file.plain, file.assistants, file.tenants, file.providers);
    }

    private void readTree() {
        try (JsonParser parser =
                YAMLFactory.builder().build().setCodec(new ObjectMapper()).createParser(Files.readString(path))) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            JsonNode tree = parser.readValueAsTree();
            if (parser.nextToken() != null) {
                problems.add(new Problem(path.toString(), null, "must hold one document", null));
            }
            readTop(tree);
        } catch (NoSuchFileException e) {
            problems.add(new Problem(path.toString(), null, "there is no such file", null));
        } catch (JacksonException e) {
            problems.add(new Problem(path.toString(), null, "is not valid YAML" + placeOf(e), null));
        } catch (IOException e) {
            problems.add(new Problem(path.toString(), null, "can't be read as UTF-8 text", null));
        }
    }

    /** Where, but not what: the text around it may hold a secret. */
    private static String placeOf(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private void readTop(JsonNode tree) {
        if (tree == null || tree.isMissingNode() || isOpen(tree)) {
            return;
        }
        if (!tree.isObject()) {
            problems.add(new Problem(path.toString(), null, "must hold keys and values", null));
            return;
        }
        tree.properties().forEach(entry -> {
            switch (entry.getKey()) {
                case ASSISTANTS -> readNamed(ASSISTANTS, entry.getValue(), Keys.ASSISTANT, assistants);
                case TENANTS -> readNamed(TENANTS, entry.getValue(), Keys.TENANT, tenants);
                default -> readValues(entry.getKey(), entry.getKey(), entry.getValue(), Keys.PLAIN, plain);
            }
        });
    }

    private void readNamed(String group, JsonNode tree, List<Setting<?>> known, Map<String, Map<String, Given>> into) {
        if (!tree.isObject()) {
            String one = group.substring(0, group.length() - 1);
            problems.add(new Problem(group, null, "must hold a name for each " + one + ", and its keys below", origin));
            return;
        }
        tree.properties().forEach(entry -> {
            Map<String, Given> values = new HashMap<>();
            into.put(entry.getKey(), values);
            readChildren(group + "." + entry.getKey() + ".", group + ".*.", entry.getValue(), known, values);
        });
    }

    private void readChildren(
            String shownPrefix, String prefix, JsonNode node, List<Setting<?>> known, Map<String, Given> into) {
        if (isOpen(node)) {
            return;
        }
        if (!node.isObject()) {
            String key = shownPrefix.substring(0, shownPrefix.length() - 1);
            problems.add(new Problem(key, null, "must hold further keys", origin));
            return;
        }
        node.properties()
                .forEach(entry -> readValues(
                        shownPrefix + entry.getKey(), prefix + entry.getKey(), entry.getValue(), known, into));
    }

    /** Reads one value, or all values below a key. */
    private void readValues(
            String shownKey, String key, JsonNode node, List<Setting<?>> known, Map<String, Given> into) {
        if (key.equals(PROVIDERS)) {
            readNamed(PROVIDERS, node, Keys.PROVIDER, providers);
        } else if (known.stream().anyMatch(setting -> setting.key().equals(key))) {
            keep(shownKey, key, node, into);
        } else if (known.stream().anyMatch(setting -> setting.key().startsWith(key + "."))) {
            readChildren(shownKey + ".", key + ".", node, known, into);
        } else {
            List<String> keys = known.stream().map(Setting::key).toList();
            problems.add(new Problem(shownKey, null, Suggestion.ruleFor(key, keys), origin));
        }
    }

    private void keep(String shownKey, String key, JsonNode node, Map<String, Given> into) {
        if (node.isContainerNode() && !allValues(node)) {
            problems.add(new Problem(shownKey, null, "must be a value, without further levels", origin));
            return;
        }
        if (node.isObject()) {
            SequencedMap<String, String> texts = new LinkedHashMap<>();
            node.properties()
                    .forEach(pair -> texts.put(pair.getKey(), pair.getValue().asText()));
            into.put(key, new Given(new Written.Pairs(texts), origin));
        } else if (node.isArray()) {
            List<String> items = node.valueStream().map(JsonNode::asText).toList();
            into.put(key, new Given(new Written.Items(items), origin));
        } else if (!isOpen(node)) {
            into.put(key, new Given(new Written.Text(node.asText()), origin));
        }
    }

    /** Whether nothing was written behind the key. */
    private static boolean isOpen(JsonNode node) {
        return node.isNull() || (node.isTextual() && node.asText().isEmpty());
    }

    private static boolean allValues(JsonNode list) {
        return list.valueStream().allMatch(item -> item.isValueNode() && !item.isNull());
    }
}
