package dev.parley.domain.memory;

import static java.util.Objects.requireNonNull;

/** How much of a history a model is shown. A value: choosing is done by {@link MemoryWindow}. */
public sealed interface WindowPolicy {

    /**
     * The last ten exchanges within 25,000 tokens: enough for the longest message that is allowed beside the longest
     * context, whatever they are written in, so that these alone are never refused.
     */
    TokenBudget STANDARD = new LastExchanges(10).within(25_000);

    /** How many turns before the newest message must be loaded at most. */
    int turnsNeeded();

    /**
     * The newest exchanges.
     *
     * @param exchanges how many besides the newest message, at least 0
     */
    record LastExchanges(int exchanges) implements WindowPolicy {

        /** Refuses negative numbers. */
        public LastExchanges {
            if (exchanges < 0) {
                throw new IllegalArgumentException("exchanges must be at least 0, was " + exchanges);
            }
        }

        /** The same, cut further to a budget. */
        public TokenBudget within(int tokens) {
            return new TokenBudget(tokens, exchanges);
        }

        @Override
        public int turnsNeeded() {
            return exchanges;
        }
    }

    /**
     * The newest exchanges that fit a budget, system prompt and newest message included.
     *
     * @param tokens the budget, at least 1
     * @param exchanges how many besides the newest message at most
     */
    record TokenBudget(int tokens, int exchanges) implements WindowPolicy {

        /** Refuses values out of range. */
        public TokenBudget {
            if (tokens < 1 || exchanges < 0) {
                throw new IllegalArgumentException("tokens must be at least 1 and exchanges at least 0");
            }
        }

        @Override
        public int turnsNeeded() {
            return exchanges;
        }
    }

    /**
     * The recent part whole, the older part as a running summary.
     *
     * @param recent the budget of the whole window, and how many exchanges are never folded
     * @param foldAt when so many exchanges lie before these, all of those before are folded; at least 1
     */
    record Summarising(TokenBudget recent, int foldAt) implements WindowPolicy {

        /** Refuses values out of range. */
        public Summarising {
            requireNonNull(recent, "recent");
            if (foldAt < 1) {
                throw new IllegalArgumentException("foldAt must be at least 1, was " + foldAt);
            }
        }

        @Override
        public int turnsNeeded() {
            return (int) Math.min(Integer.MAX_VALUE, (long) recent.turnsNeeded() + foldAt);
        }
    }
}
