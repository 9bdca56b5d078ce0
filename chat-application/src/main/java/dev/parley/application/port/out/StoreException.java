package dev.parley.application.port.out;

/** A store broke. Never thrown for an expected "no". */
public abstract sealed class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The backend can't be reached or did not answer in time; the same call may succeed later. What it did is unknown. */
    public static final class Unavailable extends StoreException {

        private static final long serialVersionUID = 1L;

        /** Trouble that passes. */
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The backend refused what we sent; trying again will not help. */
    public static final class Broken extends StoreException {

        private static final long serialVersionUID = 1L;

        /** Trouble that stays. */
        public Broken(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
