package dev.parley.application.port.in;

import dev.parley.application.port.out.ApiKeyStore.ApiKey;
import dev.parley.domain.identity.ApiKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that programs of a tenant call with. A key belongs to a service account, which is a name: it is there as long
 * as it has a key, and all its keys call as the same user, so that one can take another's place. Thread-safe; every
 * method blocks.
 */
public interface ManageApiKeys {

    /** The tenant's keys, the newest first, without those that were revoked. */
    ListOutcome list(Principal caller);

    /** Makes a key. What it may do is never more than its maker may, and never to make keys. Written down. */
    CreateOutcome create(NewKey command);

    /** Takes a key back, for good; what is open with it ends within seconds, on other nodes too. Written down. */
    RevokeOutcome revoke(Principal caller, ApiKeyId id, Source source);

    /**
     * A key to be. Texts come as they were sent.
     *
     * @param caller who makes it
     * @param serviceAccount whose it is, 1 to 40 of {@code a-z 0-9 . _ -}
     * @param name what people call it
     * @param scopes names of permissions in lower case
     * @param expiresAt when it shall run out; null for never
     * @param source from where
     */
    record NewKey(
            Principal caller,
            String serviceAccount,
            String name,
            Set<String> scopes,
            @Nullable Instant expiresAt,
            Source source) {

        /** Copies the set. */
        public NewKey {
            scopes = Set.copyOf(scopes);
        }
    }

    /** What came of a list. */
    sealed interface ListOutcome {

        /** All of them. */
        record Keys(List<ApiKey> keys) implements ListOutcome {

            /** Copies the list. */
            public Keys {
                keys = List.copyOf(keys);
            }
        }

        /** Not for the caller. */
        record Refused(Refusal refusal) implements ListOutcome {}
    }

    /** What came of making one. */
    sealed interface CreateOutcome {

        /**
         * There it is.
         *
         * @param token the secret, told this once
         */
        record Created(ApiKey key, String token) implements CreateOutcome {

            @Override
            public String toString() {
                return "Created[" + key.id() + "]";
            }
        }

        /** It was not made. */
        record Refused(Refusal refusal) implements CreateOutcome {}
    }

    /** What came of revoking one. */
    sealed interface RevokeOutcome {

        /** It is worth nothing any more. */
        record Revoked(ApiKey key) implements RevokeOutcome {}

        /** The tenant has no such key. */
        record Missing() implements RevokeOutcome {}

        /** Not for the caller. */
        record Refused(Refusal refusal) implements RevokeOutcome {}
    }
}
