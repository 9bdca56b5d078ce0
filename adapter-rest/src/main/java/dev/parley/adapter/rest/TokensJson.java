package dev.parley.adapter.rest;

import dev.parley.application.port.in.Tokens;

/** What a login gives, on the wire: the names of OAuth 2.0, times in seconds. */
record TokensJson(
        String accessToken,
        String tokenType,
        long expiresIn,
        String refreshToken,
        long refreshExpiresIn,
        AccountJson user) {

    static TokensJson from(Tokens tokens) {
        return new TokensJson(
                tokens.access(),
                "Bearer",
                tokens.accessFor().toSeconds(),
                tokens.refresh(),
                tokens.refreshFor().toSeconds(),
                AccountJson.own(tokens.account()));
    }

    @Override
    public String toString() {
        return "TokensJson[" + user.userId() + "]";
    }
}
