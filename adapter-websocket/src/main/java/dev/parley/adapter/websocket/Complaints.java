package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Refusal;

/** Tells a client that it was not obeyed, and closes on one that sends too much that is bad. Used by one thread. */
final class Complaints {

    private final ChatConnection connection;
    private final Shared shared;
    private final Tally bad;

    Complaints(ChatConnection connection, Shared shared) {
        WebSocketConfig.Flood flood = shared.config().flood();
        this.connection = connection;
        this.shared = shared;
        this.bad = new Tally(flood.badFrames() - 1, flood.within());
    }

    /** What was asked for can't be. */
    void refuse(Refusal refusal, ClientFrame.Reference reference) {
        connection.answer(ServerFrame.Failure.of(refusal, reference));
    }

    /** What was sent should never have been. */
    void refuseBad(Refusal refusal, ClientFrame.Reference reference) {
        refuse(refusal, reference);
        if (!bad.count(shared.now())) {
            connection.close(CloseCode.FLOOD);
        }
    }

    /** The last thing this client is told. */
    void dismiss(Refusal refusal, ClientFrame.Reference reference, CloseCode code) {
        refuse(refusal, reference);
        connection.close(code);
    }
}
