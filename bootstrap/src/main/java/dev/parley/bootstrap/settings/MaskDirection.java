package dev.parley.bootstrap.settings;

/** Where personal data is masked. */
public enum MaskDirection {
    /** In what a model is shown and in what it says. */
    BOTH,
    /** In what a model is shown. */
    TO_MODEL,
    /** In what a model says. */
    FROM_MODEL
}
