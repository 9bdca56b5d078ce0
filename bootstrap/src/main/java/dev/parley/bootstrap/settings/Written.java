package dev.parley.bootstrap.settings;

import java.util.List;

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
