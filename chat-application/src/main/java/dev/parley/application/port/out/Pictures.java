package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

/**
 * Makes a picture that a stranger sent into one that others can be shown. Thread-safe; {@link #square} blocks for as long
 * as a picture or a few take, in a small number of places, so that pictures can't take all processors.
 *
 * <ol>
 *   <li>G1: a PNG, JPEG or GIF, told by its first bytes, becomes a square picture of the wanted side, or of its own
 *       shorter side if that is less: its middle, upright as its EXIF orientation says.
 *   <li>G2: of what was sent only pixels are in what comes out: no metadata, no comment, nothing that stood behind the
 *       picture's end.
 *   <li>G3: what begins like none of them is {@code Unknown}; one that is cut short or does not hold together is
 *       {@code Broken}.
 *   <li>G4: one that says of itself that it has more than {@link #MOST_PIXELS}, or is longer or wider than
 *       {@link #LONGEST_SIDE}, is {@code TooLarge}; nothing of it is decoded.
 *   <li>G5: of a moving picture the first one is taken.
 *   <li>G6: it is {@code Busy}, at once, while many wait for their turn, and not any more when they have had it.
 * </ol>
 */
public interface Pictures {

    /** How many pixels a picture may have. */
    long MOST_PIXELS = 25_000_000;

    /** How many pixels wide or high it may be. */
    int LONGEST_SIDE = 12_000;

    /**
     * Makes a picture square and harmless.
     *
     * @param picture what was sent; is not kept
     * @param side how many pixels wide and high it shall be, 1 to 1,024
     */
    Outcome square(byte[] picture, int side);

    /** What came of a picture. */
    sealed interface Outcome {

        /** There it is. */
        record Made(FileStore.File picture) implements Outcome {

            /** Refuses null. */
            public Made {
                requireNonNull(picture, "picture");
            }
        }

        /** It is no PNG, JPEG or GIF. */
        record Unknown() implements Outcome {}

        /** It has too many pixels. */
        record TooLarge() implements Outcome {}

        /** It is cut short, does not hold together, or is of a rare kind that is not read. */
        record Broken() implements Outcome {}

        /** Too many wait; the same may work a little later. */
        record Busy() implements Outcome {}
    }
}
