package dev.parley.application.port.in;

import dev.parley.application.port.out.LoginStore.Login;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets people in and out. Thread-safe; every method blocks, registration and log-in for as long as a hash takes. */
public interface Logins {

    /** Makes an account and logs it in. */
    Outcome register(Registration registration);

    /** Logs somebody in. Says the same, after the same time, of a wrong password and of a user that is not there. */
    Outcome begin(Attempt attempt);

    /**
     * Exchanges a refresh token. One that was exchanged before ends its login, unless that was the last exchange and just
     * now: then it gets the same refresh token again.
     *
     * @param tenant where; another tenant's token is none
     */
    Outcome refresh(TenantId tenant, String refreshToken, Source source);

    /**
     * Sets another password by a token that an administrator was given for it. All logins end; nobody is logged in.
     *
     * @param tenant where; another tenant's token is none
     * @param token a secret; good once, and for some time
     * @return null if the password is the new one
     */
    @Nullable
    Refusal resetPassword(TenantId tenant, String token, String newPassword, Source source);

    /**
     * Ends the caller's own login: its tokens are worth nothing, its sockets close. Of another issuer's token, that token's
     * own end comes now. A caller without one: nothing.
     */
    void end(Authentication.Proof caller, Source source);

    /** The caller's living logins, the last used first. */
    Listing list(Principal caller);

    /** Ends one of the caller's logins. */
    Ending end(Principal caller, LoginId login, Source source);

    /**
     * Somebody new. Texts come as they were sent.
     *
     * @param tenant where
     * @param username what to log in with
     * @param email what to log in with as well
     * @param password a secret
     * @param name what to call them; null if they did not say
     * @param locale their language; null if they did not say
     * @param guest whom they were until now, verified; null for nobody. Their sessions become the new account's.
     * @param source from where
     */
    record Registration(
            TenantId tenant,
            String username,
            String email,
            String password,
            @Nullable String name,
            @Nullable String locale,
            @Nullable Principal guest,
            Source source) {

        @Override
        public String toString() {
            return "Registration[" + tenant + "]";
        }
    }

    /**
     * Somebody who says who they are.
     *
     * @param tenant where
     * @param name a username or an e-mail address
     * @param password a secret
     * @param guest whom they were until now, verified; null for nobody
     * @param source from where
     */
    record Attempt(
            TenantId tenant,
            String name,
            String password,
            @Nullable Principal guest,
            Source source) {

        @Override
        public String toString() {
            return "Attempt[" + tenant + "]";
        }
    }

    /** What came of it. */
    sealed interface Outcome {

        /** Come in. */
        record LoggedIn(Tokens tokens) implements Outcome {}

        /** Stay out. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /** What came of a list. */
    sealed interface Listing {

        /** These. */
        record Found(List<Login> logins) implements Listing {

            /** Copies the list. */
            public Found {
                logins = List.copyOf(logins);
            }
        }

        /** Not for the caller. */
        record Refused(Refusal refusal) implements Listing {}
    }

    /** What came of ending a login. */
    sealed interface Ending {

        /** It has ended. */
        record Ended() implements Ending {}

        /** The caller has no such living login. */
        record Missing() implements Ending {}

        /** Not for the caller. */
        record Refused(Refusal refusal) implements Ending {}
    }
}
