package dev.parley.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Authentication.Guest;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedGuestsTest {

    private static final Duration VALID_FOR = Duration.ofDays(30);
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final TokenSeal seal = new TokenSeal(TokenSealTest.key(1), "guests");
    private final SignedGuests guests = new SignedGuests(seal, VALID_FOR, UUID::randomUUID, now::get);

    @Test
    void a_guest_is_recognised_by_its_token() {
        Guest guest = guests.welcome(TenantId.DEFAULT, "Ada", "zh-Hant-TW");

        assertThat(guests.verify(guest.token()).map(Authentication.Proof::principal))
                .hasValue(guest.principal());
        assertThat(guest.principal().tenant()).isEqualTo(TenantId.DEFAULT);
        assertThat(guest.principal().user().value()).startsWith("guest-");
        assertThat(guest.principal().name()).isEqualTo("Ada");
        assertThat(guest.principal().locale()).isEqualTo("zh-Hant-TW");
        assertThat(guest.principal().permissions()).containsExactly(Permission.CHAT);
    }

    @Test
    void every_guest_is_somebody_else() {
        assertThat(guests.welcome(TenantId.DEFAULT, "Ada", "en").principal().user())
                .isNotEqualTo(guests.welcome(TenantId.DEFAULT, "Ada", "en")
                        .principal()
                        .user());
    }

    @Test
    void a_nameless_guest_has_no_name() {
        Guest guest = guests.welcome(TenantId.DEFAULT, null, "en");

        assertThat(guests.verify(guest.token()).orElseThrow().principal().name())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  Ada  '|Ada",
                "'Ada\nowner'|Ada owner",
                "'\u202eAda\u0000'|Ada",
                "'👩‍💻 Ada'|'👩‍💻 Ada'",
                "'A\u200bd\u2066a\u2069'|Ada",
                "' '|",
                "'\n'|"
            })
    void a_name_is_cleaned(String given, String kept) {
        assertThat(roundTrip(given).name()).isEqualTo(kept);
    }

    @Test
    void a_name_is_cut_between_characters() {
        assertThat(roundTrip("🥣".repeat(100)).name()).isEqualTo("🥣".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e", "en_US", "en\nroot", "a very long text that is not a language at all"})
    void an_odd_locale_becomes_english(String locale) {
        Guest guest = guests.welcome(TenantId.DEFAULT, "Ada", locale);

        assertThat(guests.verify(guest.token()).orElseThrow().principal().locale())
                .isEqualTo("en");
    }

    @Test
    void a_token_runs_out() {
        Guest guest = guests.welcome(TenantId.DEFAULT, "Ada", "en");

        now.set(START.plus(VALID_FOR).minusSeconds(1));
        assertThat(guests.verify(guest.token())).isPresent();
        now.set(START.plus(VALID_FOR));
        assertThat(guests.verify(guest.token())).isEmpty();
    }

    @Test
    void a_token_from_a_clock_slightly_ahead_counts() {
        Guest guest = guests.welcome(TenantId.DEFAULT, "Ada", "en");

        now.set(START.minus(Duration.ofMinutes(5)));
        assertThat(guests.verify(guest.token())).isPresent();
        now.set(START.minus(Duration.ofMinutes(6)));
        assertThat(guests.verify(guest.token())).isEmpty();
    }

    @Test
    void another_servers_guest_is_a_stranger() {
        TokenSeal other = new TokenSeal(TokenSealTest.key(2), "guests");
        String token = new SignedGuests(other, VALID_FOR, UUID::randomUUID, now::get)
                .welcome(TenantId.DEFAULT, "Ada", "en")
                .token();

        assertThat(guests.verify(token)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "guest-1\ndefault\nada\n1772359200\nen",
                "guest-2\ndefault\nada\n1772359200\nen\nAda",
                "guest-1\nDEFAULT\nada\n1772359200\nen\nAda",
                "guest-1\ndefault\n\n1772359200\nen\nAda",
                "guest-1\ndefault\nada\nnow\nen\nAda",
                "guest-1\ndefault\nada\n9223372036854775807\nen\nAda",
                "guest-1\ndefault\nada\n1772359200\nen\nAda\nroot"
            })
    void even_a_signed_text_must_be_a_guests(String text) {
        assertThat(guests.verify(seal.seal(text))).isEmpty();
    }

    @Test
    void the_longest_guest_still_fits() {
        Guest guest = guests.welcome(TenantId.DEFAULT, "🥣".repeat(64), "en");

        assertThat(guest.token().length()).isLessThan(TokenSeal.LONGEST);
        assertThat(guests.verify(guest.token())).isPresent();
    }

    @Test
    void a_guest_as_text_holds_no_token() {
        Guest guest = guests.welcome(TenantId.DEFAULT, "Ada", "en");

        assertThat(guest.toString()).doesNotContain(guest.token());
    }

    private Principal roundTrip(String name) {
        return guests.verify(guests.welcome(TenantId.DEFAULT, name, "en").token())
                .orElseThrow()
                .principal();
    }
}
