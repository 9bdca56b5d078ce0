package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import java.util.Optional;

/** Lets a client prove anew who it is, before its proof runs out. Blocks as verifying does; used by one thread. */
final class FreshTokens {

    private final ChatConnection connection;
    private final Authentication authentication;
    private final Complaints complaints;

    FreshTokens(ChatConnection connection, Authentication authentication, Complaints complaints) {
        this.connection = connection;
        this.authentication = authentication;
        this.complaints = complaints;
    }

    void take(ClientFrame.Authenticate frame) {
        Optional<Authentication.Proof> proof =
                authentication.verify(connection.admission().principal().tenant(), frame.token());
        if (proof.isEmpty()) {
            complaints.refuseBad(
                    new Refusal(ErrorCode.UNAUTHORIZED, "token", "must be a valid token"), frame.reference());
        } else {
            take(proof.get(), frame.reference());
        }
    }

    private void take(Authentication.Proof proof, ClientFrame.Reference reference) {
        switch (connection.admission().caller().renew(proof)) {
            case DONE -> taken(proof, reference);
            case TOO_LATE -> complaints.dismiss(tooLate(), reference, CloseCode.NOT_AUTHENTICATED);
            case SOMEBODY_ELSE ->
                complaints.refuseBad(
                        new Refusal(ErrorCode.FORBIDDEN, "token", "must be of the one who connected"), reference);
        }
    }

    private void taken(Authentication.Proof proof, ClientFrame.Reference reference) {
        if (proof.principal().may(Permission.CHAT)) {
            connection.answer(new ServerFrame.Authenticated(proof.validUntil(), reference));
        } else {
            complaints.dismiss(
                    new Refusal(ErrorCode.FORBIDDEN, null, "needs permission to chat"), reference, CloseCode.FORBIDDEN);
        }
    }

    /** What a client hears whose proof has run out. */
    static Refusal tooLate() {
        return new Refusal(ErrorCode.UNAUTHORIZED, null, "the token has run out or its login has ended");
    }
}
