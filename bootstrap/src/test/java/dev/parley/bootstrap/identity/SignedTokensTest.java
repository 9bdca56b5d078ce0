package dev.parley.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.parley.application.contract.TokenIssuerContract;
import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SignedTokensTest extends TokenIssuerContract {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final AccessTokens access = tokens();
    private final TokenIssuer issuer = issuer(access, 1);
    private final TokenIssuer stranger = issuer(tokens(), 2);

    private AccessTokens tokens() {
        SigningKeys keys = SigningKeys.generate(JWSAlgorithm.ES256, "key-1", new SecureRandom());
        var terms = new AccessTokens.Terms("parley", "parley", Duration.ofMinutes(15));
        return new AccessTokens(() -> keys, terms, UUID::randomUUID, now::get);
    }

    private static TokenIssuer issuer(AccessTokens access, int key) {
        return new SignedTokens(access, purpose -> new TokenSeal(TokenSealTest.key(key), purpose), new SecureRandom());
    }

    @Test
    void each_kind_of_digest_has_a_key_of_its_own() {
        TokenIssuer.Key key = issuer.key(new ApiKeyId(UUID.randomUUID()));
        TokenIssuer.Refresh refresh = issuer.refresh(TenantId.DEFAULT, new LoginId(UUID.randomUUID()));

        assertThat(key.digest().value())
                .isEqualTo(new TokenSeal(TokenSealTest.key(1), SignedTokens.KEY_DIGESTS).digest(key.token()));
        assertThat(refresh.digest().value())
                .isEqualTo(new TokenSeal(TokenSealTest.key(1), "refresh digests").digest(refresh.token()));
    }

    @Override
    protected TokenIssuer issuer() {
        return issuer;
    }

    @Override
    protected TokenIssuer stranger() {
        return stranger;
    }

    @Override
    protected Optional<Authentication.Proof> proved(String accessToken) {
        return access.verify(accessToken);
    }

    @Override
    protected void setTime(Instant time) {
        now.set(time);
    }
}
