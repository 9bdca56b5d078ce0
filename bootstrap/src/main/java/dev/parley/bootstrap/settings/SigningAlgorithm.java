package dev.parley.bootstrap.settings;

/** How access tokens are signed by a key that is made now. */
public enum SigningAlgorithm {
    ES256,
    RS256,
    HS256
}
