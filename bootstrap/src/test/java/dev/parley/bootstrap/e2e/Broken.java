package dev.parley.bootstrap.e2e;

/** A promise that was not kept, in words that say what was seen. */
public record Broken(Invariant invariant, String what) {

    @Override
    public String toString() {
        return invariant + ": " + what;
    }
}
