package dev.parley.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.application.fuzz.Mutations;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.Authentication;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Nothing that we did not sign lets anybody in, whatever it looks like. The corpus holds one token of each kind that we
 * did sign, so that what is tried is close to being good.
 */
class TokenFuzzTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final UUID ID = UUID.fromString("0190a7e2-1111-7000-8000-000000000001");
    private static final SessionId SESSION = new SessionId(ID);
    private static final Path CORPUS =
            Path.of("src/test/resources/dev/parley/bootstrap/identity/TokenFuzzTestInputs/opens");

    /** Made for this test and known to everybody. */
    private static final SigningKeys KEYS = SigningKeys.parse("""
        {"keys":[{"kty":"oct","kid":"test","alg":"HS256","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}]}\
        """);

    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private final AccessTokens access = new AccessTokens(
            () -> KEYS, new AccessTokens.Terms("parley", "parley", Duration.ofMinutes(15)), () -> ID, CLOCK);
    private final TokenSeal guestSeal = new TokenSeal(TokenSealTest.key(1), "guests");
    private final SignedGuests guests = new SignedGuests(guestSeal, Duration.ofDays(1), () -> ID, CLOCK);
    private final Authentication.Proof ada = access.verify(accessToken()).orElseThrow();
    private final List<String> genuine = List.of(accessToken(), guestToken(), ticket());

    @FuzzTest
    void opens(byte[] bytes) {
        Mutations.tryOne(bytes, this::check);
    }

    private void check(byte[] bytes) {
        String token = new String(bytes, StandardCharsets.UTF_8);
        boolean opened = access.verify(token).isPresent()
                || guests.verify(token).isPresent()
                // Taken afresh each time: one that was taken would not open again.
                || tickets().redeem(token, SESSION).isPresent();

        assertThat(opened).isEqualTo(genuine.contains(token));
    }

    @Test
    void opens_no_changed_token() {
        Mutations.tryAll(TokenFuzzTest.class, "opens", 20_260_306, 20_000, this::check);
    }

    @Test
    void the_corpus_holds_what_would_open() throws IOException {
        assertThat(Files.readString(CORPUS.resolve("access-token"))).isEqualTo(accessToken());
        assertThat(Files.readString(CORPUS.resolve("guest-token"))).isEqualTo(guestToken());
        assertThat(Files.readString(CORPUS.resolve("ticket"))).isEqualTo(ticket());
    }

    private String accessToken() {
        var account = new Account(
                TenantId.DEFAULT,
                new UserId("ada"),
                new Username("ada"),
                new EmailAddress("ada@example.com"),
                "Ada",
                "en",
                Role.USER,
                null,
                NOW,
                NOW);
        return access.sign(account, new LoginId(ID)).token();
    }

    private String guestToken() {
        return guests.welcome(TenantId.DEFAULT, "Grace", "en").token();
    }

    private String ticket() {
        return tickets().issue(ada, SESSION).text();
    }

    private static Tickets tickets() {
        return new Tickets(
                new TokenSeal(TokenSealTest.key(1), "tickets"),
                new TokenSeal(TokenSealTest.key(1), "ticket digests")::digest,
                InMemoryStores.empty(CLOCK).tickets(),
                () -> ID,
                CLOCK);
    }
}
