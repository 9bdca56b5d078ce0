package dev.parley.adapter.websocket;

/** The path of the user's socket. */
final class UserPath {

    /** In its one form. */
    static final String PATH = "/ws/user/";

    private UserPath() {}
}
