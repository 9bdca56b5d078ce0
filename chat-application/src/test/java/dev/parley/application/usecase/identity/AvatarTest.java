package dev.parley.application.usecase.identity;

import static dev.parley.application.usecase.identity.Town.HOME;
import static dev.parley.application.usecase.identity.Town.PASSWORD;
import static dev.parley.application.usecase.identity.Town.principal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.FileStore;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.TenantId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvatarTest {

    private final Town town = new Town();
    private final Principal ada = principal(town.register("ada").account());

    @AfterEach
    void close() {
        town.close();
    }

    private OwnAccount own() {
        return town.people.ownAccount();
    }

    private OwnAccount.Outcome change(String picture) {
        return own().changeAvatar(ada, picture.getBytes(StandardCharsets.UTF_8));
    }

    private static Account account(OwnAccount.Outcome outcome) {
        return ((OwnAccount.Outcome.Found) outcome).account();
    }

    private String shown() {
        return ((OwnAccount.AvatarOutcome.Found) own().avatar(ada)).picture().toString();
    }

    @Test
    void each_picture_has_a_name_of_its_own() {
        assertThat(own().avatar(ada)).isEqualTo(new OwnAccount.AvatarOutcome.Missing());

        String first = account(change("one")).avatar();
        String second = account(change("another")).avatar();

        assertThat(first).isNotNull().isNotEqualTo(second);
        assertThat(shown()).isEqualTo("File[image/png, " + "256 another".length() + " bytes]");
        assertThat(account(own().removeAvatar(ada)).avatar()).isNull();
        assertThat(own().avatar(ada)).isEqualTo(new OwnAccount.AvatarOutcome.Missing());
        assertThat(account(own().removeAvatar(ada)).avatar()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "unknown, INVALID_MESSAGE, avatar",
        "too large, INVALID_MESSAGE, avatar",
        "broken, INVALID_MESSAGE, avatar",
        "busy, RATE_LIMITED, "
    })
    void what_is_no_picture_leaves_the_one_before(String picture, ErrorCode code, String field) {
        change("one");
        String before = shown();

        Refusal refusal = ((OwnAccount.Outcome.Refused) change(picture)).refusal();

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(shown()).isEqualTo(before);
    }

    @Test
    void a_large_one_is_not_even_looked_at() {
        var outcome = own().changeAvatar(ada, new byte[OwnAccount.LARGEST_AVATAR + 1]);

        assertThat(((OwnAccount.Outcome.Refused) outcome).refusal().field()).isEqualTo("avatar");
    }

    @Test
    void it_goes_with_the_account() {
        change("one");
        var place = new FileStore.Key("users/" + ada.user() + "/avatar");
        assertThat(town.files.find(TenantId.DEFAULT, place)).isPresent();

        assertThat(own().delete(ada, PASSWORD, HOME)).isNull();

        assertThat(town.files.find(TenantId.DEFAULT, place)).isEmpty();
    }

    @Test
    void one_that_comes_while_the_account_is_deleted_leaves_nothing() {
        Account account = account(own().read(ada));
        assertThat(own().delete(ada, PASSWORD, HOME)).isNull();

        var outcome = new Avatars(town.ports).replace(account, new byte[] {1});

        assertThat(outcome).isEqualTo(new OwnAccount.Outcome.Missing());
        assertThat(town.files.find(TenantId.DEFAULT, new FileStore.Key("users/" + ada.user() + "/avatar")))
                .isEmpty();
    }
}
