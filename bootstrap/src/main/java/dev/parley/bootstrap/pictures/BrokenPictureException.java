package dev.parley.bootstrap.pictures;

/** Bytes that do not hold together as the kind of picture they begin like. */
final class BrokenPictureException extends Exception {

    private static final long serialVersionUID = 1L;

    BrokenPictureException(String rule) {
        super(rule);
    }
}
