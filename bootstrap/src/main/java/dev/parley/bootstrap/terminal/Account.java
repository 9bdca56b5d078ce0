package dev.parley.bootstrap.terminal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who we are to the server: a token somebody gave us, or a guest's that is kept in a file. Used by one thread. */
final class Account {

    private final ServerApi api;
    private final TokenFile file;
    private final boolean given;
    private @Nullable String token;

    /** @param given a token to use instead of the kept one; null for none */
    Account(ServerApi api, TokenFile file, @Nullable String given) {
        this.api = api;
        this.file = file;
        this.given = given != null;
        this.token = given;
    }

    /** The token. Blocks the first time; asks the server for one if there is none. */
    String token() throws IOException, InterruptedException {
        if (token == null) {
            token = file.read().orElse(null);
        }
        return token == null ? renew() : token;
    }

    /** Whether another token can be had when the server does not know this one. */
    boolean isRenewable() {
        return !given;
    }

    /** Becomes a new guest. */
    String renew() throws IOException, InterruptedException {
        String fresh = api.guest();
        file.write(fresh);
        token = fresh;
        return fresh;
    }
}
