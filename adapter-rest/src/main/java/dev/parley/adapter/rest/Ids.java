package dev.parley.adapter.rest;

import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.text.Names;
import jakarta.ws.rs.NotFoundException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads ids. In a path a malformed one is as unknown as any other; in a body it is a mistake in a field. */
final class Ids {

    // UUID.fromString would also take 1-1-1-1-1.
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Ids() {}

    static SessionId sessionInPath(String text) {
        return uuid(text).map(SessionId::new).orElseThrow(() -> new RefusedException(Refusal.sessionNotFound()));
    }

    static MessageId messageInPath(String text) {
        return uuid(text)
                .map(MessageId::new)
                .orElseThrow(() -> new RefusedException(
                        new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "message_id", "no such message in this session")));
    }

    static SessionId session(Fields fields) {
        return uuid(fields.requiredText("session_id"))
                .map(SessionId::new)
                .orElseThrow(() -> RefusedException.field("session_id", "must be a UUID"));
    }

    static LoginId loginInPath(String text) {
        return uuid(text).map(LoginId::new).orElseThrow(NotFoundException::new);
    }

    static ApiKeyId apiKeyInPath(String text) {
        return uuid(text).map(ApiKeyId::new).orElseThrow(NotFoundException::new);
    }

    static UserId userInPath(String text) {
        if (!Names.isName(text)) {
            throw new NotFoundException();
        }
        return new UserId(text);
    }

    static boolean isUuid(String text) {
        return UUID_TEXT.matcher(text).matches();
    }

    private static Optional<UUID> uuid(String text) {
        return isUuid(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
