package dev.parley.application.port.in;

import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/** Makes a session for the caller. */
public interface CreateSession {

    /** Blocks until the session is durable. */
    Outcome create(Command command);

    /**
     * What is wanted. Texts come as the client sent them; the use case checks them.
     *
     * @param caller whose session it becomes
     * @param title a title chosen by hand; null for none
     * @param assistant who shall answer; null for the one the caller prefers, which is the standard one at first
     * @param context what the host page tells; null for nothing
     * @param metadata a JSON object as text; null for none. The adapter has parsed it.
     * @param clientCommandId what the client calls this command, so that a resend gives the same session; null if it
     *     does not care
     * @param id what the session shall be called; null for a name of its own. One that is there already is only given
     *     to its owner, and as it is; to anybody else, or if it was deleted, it is a session that is not there.
     */
    record Command(
            Principal caller,
            @Nullable String title,
            @Nullable String assistant,
            @Nullable String context,
            @Nullable String metadata,
            @Nullable String clientCommandId,
            @Nullable SessionId id) {

        /** A session that is given a name of its own. */
        public Command(
                Principal caller,
                @Nullable String title,
                @Nullable String assistant,
                @Nullable String context,
                @Nullable String metadata,
                @Nullable String clientCommandId) {
            this(caller, title, assistant, context, metadata, clientCommandId, null);
        }

        /** A session of this name, with nothing special. */
        public static Command named(Principal caller, SessionId id) {
            return new Command(caller, null, null, null, null, null, id);
        }

        /** A session with nothing special. */
        public static Command plain(Principal caller) {
            return new Command(caller, null, null, null, null, null);
        }
    }

    /** What came of it. */
    sealed interface Outcome {

        /**
         * It is there.
         *
         * @param session as it is
         * @param duplicate whether it was there before: this command had made it, or it has the wanted name
         */
        record Created(SessionView session, boolean duplicate) implements Outcome {}

        /** It was not made. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
