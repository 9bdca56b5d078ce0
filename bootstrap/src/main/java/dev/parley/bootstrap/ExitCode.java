package dev.parley.bootstrap;

/** What the process ends with. */
final class ExitCode {

    static final int DONE = 0;

    /** Something outside prevents it; it was told. */
    static final int FAILED = 1;

    /** The command line makes no sense. */
    static final int USAGE = 2;

    /** Our own mistake. */
    static final int BUG = 70;

    /** The configuration can't be used. */
    static final int CONFIGURATION = 78;

    private ExitCode() {}
}
