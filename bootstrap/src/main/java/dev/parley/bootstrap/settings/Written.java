package dev.parley.bootstrap.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A value as somebody wrote it. */
sealed interface Written {

    /** What people are shown, before secrets are hidden. */
    String shown();

    /** One text. */
    record Text(String text) implements Written {

        @Override
        public String shown() {
            return text;
        }
    }

    /** Names and their texts in the file. */
    record Pairs(SequencedMap<String, String> texts) implements Written {

        public Pairs {
            texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(texts));
        }

        @Override
        public String shown() {
            return texts.entrySet().stream()
                    .map(pair -> pair.getKey() + "=" + pair.getValue())
                    .collect(Collectors.joining(","));
        }
    }

    /** A list in the file. */
    record Items(List<String> items) implements Written {

        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String shown() {
            return String.join(",", items);
        }
    }
}
