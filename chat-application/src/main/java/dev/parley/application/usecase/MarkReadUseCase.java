package dev.parley.application.usecase;

import dev.parley.application.port.in.MarkRead;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.Position;
import dev.parley.domain.session.SessionId;

/** Moves the caller's cursors. */
final class MarkReadUseCase implements MarkRead {

    private final ConversationStore conversations;
    private final SessionGate gate;
    private final Announcer announcer;

    MarkReadUseCase(ConversationStore conversations, SessionGate gate, Announcer announcer) {
        this.conversations = conversations;
        this.gate = gate;
        this.announcer = announcer;
    }

    @Override
    public Outcome delivered(Principal caller, SessionId session, long upToPosition) {
        return move(caller, session, upToPosition, true);
    }

    @Override
    public Outcome read(Principal caller, SessionId session, long upToPosition) {
        return move(caller, session, upToPosition, false);
    }

    private Outcome move(Principal caller, SessionId session, long upToPosition, boolean deliveredOnly) {
        if (upToPosition < 1) {
            return new Outcome.Refused(
                    new Refusal(ErrorCode.INVALID_MESSAGE, "up_to_position", "must be a position, at least 1"));
        }
        Position position = new Position(upToPosition);
        return switch (gate.asOwner(caller, session)) {
            case SessionGate.Admission.Refused(var refusal) -> new Outcome.Refused(refusal);
            case SessionGate.Admission.Admitted(var key, var stored) ->
                conversations
                        .moveCursors(
                                key, caller.user(), deliveredOnly ? position : null, deliveredOnly ? null : position)
                        .map(cursors -> moved(key, caller, cursors))
                        .orElseGet(() -> new Outcome.Refused(Refusal.sessionNotFound()));
        };
    }

    private Outcome moved(SessionKey key, Principal caller, ConversationStore.ReadCursors cursors) {
        announcer.cursorsMoved(key, caller.user(), cursors);
        return new Outcome.Moved(cursors.delivered(), cursors.read());
    }
}
