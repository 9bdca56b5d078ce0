package dev.parley.bootstrap.terminal;

/** The server answered, and said no. */
final class ServerRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ServerRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
