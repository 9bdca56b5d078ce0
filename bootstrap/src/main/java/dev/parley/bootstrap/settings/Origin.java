package dev.parley.bootstrap.settings;

/** Where a value comes from. */
public sealed interface Origin {

    /** Nobody set it. */
    record Standard() implements Origin {

        @Override
        public String toString() {
            return "default";
        }
    }

    /**
     * A configuration file.
     *
     * @param name as people know it
     */
    record File(String name) implements Origin {

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * An environment variable.
     *
     * @param variable its name
     */
    record Environment(String variable) implements Origin {

        @Override
        public String toString() {
            return "environment variable " + variable;
        }
    }
}
