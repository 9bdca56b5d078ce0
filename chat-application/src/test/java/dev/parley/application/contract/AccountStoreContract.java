package dev.parley.application.contract;

import static dev.parley.application.contract.AccountDraft.SECRET;
import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.GRACE;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.AccountStore.Change;
import dev.parley.application.port.out.AccountStore.Creation;
import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.AccountStore.Stored;
import dev.parley.application.port.out.AccountStore.Wish;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every {@link AccountStore} passes this suite. */
public abstract class AccountStoreContract extends StoreContract {

    private static final PasswordHash OTHER = new PasswordHash("$2b$12$another");

    static List<Named<String>> names() {
        return AwkwardTexts.onOneLine(255);
    }

    @ParameterizedTest
    @MethodSource("names")
    void g1_an_account_is_found_with_every_field_unchanged(String name) {
        Account account = AccountDraft.full(name);

        assertThat(accounts.create(account, SECRET)).isEqualTo(new Creation.Created());

        assertThat(accounts.find(ACME, ADA)).contains(new Stored(account, SECRET));
        assertThat(accounts.findByName(ACME, account.username().value())).contains(new Stored(account, SECRET));
        assertThat(accounts.findByName(ACME, account.email().value())).contains(new Stored(account, SECRET));
    }

    @Test
    void g1_an_account_without_what_may_be_missing_is_found() {
        Account account = created("ada");

        assertThat(accounts.find(ACME, account.id())).contains(new Stored(account, SECRET));
    }

    @Test
    void g1_the_longest_texts_are_kept() {
        String email = "a".repeat(64) + "@" + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);
        Account account = AccountDraft.bare(ACME, "u".repeat(61), email);
        PasswordHash hash = new PasswordHash("h".repeat(255));

        accounts.create(account, hash);

        assertThat(accounts.find(ACME, account.id())).contains(new Stored(account, hash));
    }

    @Test
    void g1_no_other_tenant_finds_it() {
        Account account = created("ada");

        assertThat(accounts.find(GLOBEX, account.id())).isEmpty();
        assertThat(accounts.findByName(GLOBEX, "ada")).isEmpty();
        assertThat(accounts.findByName(GLOBEX, "ada@example.org")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grace.KERNIGHAN",
                "GRACE.kernighan",
                "grace.kernighan@example.org",
                "GRACE.Kernighan@EXAMPLE.org"
            })
    void g1_case_does_not_matter_in_names(String typed) {
        Account account = created("Grace.Kernighan");

        assertThat(accounts.findByName(ACME, typed)).map(Stored::account).contains(account);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "kernel",
                "ker",
                "ker%",
                "kern%",
                "ker_",
                "kern ",
                " kern",
                "kern\u0000",
                "\u212Aern",
                "kern@",
                "@example.org",
                "kern@example.org ",
                "kern.id",
                "k\u200Bern",
                "' OR 1=1 --"
            })
    void g1_what_is_not_the_name_finds_nothing(String typed) {
        created("kern");

        assertThat(accounts.findByName(ACME, typed)).isEmpty();
    }

    @Test
    void g2_a_username_is_given_once_in_any_case() {
        created("Ada");

        assertThat(accounts.create(AccountDraft.bare(ACME, "aDA", "other@example.org"), SECRET))
                .isEqualTo(new Creation.UsernameTaken());
        assertThat(accounts.findByName(ACME, "other@example.org")).isEmpty();
    }

    @Test
    void g2_an_address_is_given_once_in_any_case() {
        created("ada");

        assertThat(accounts.create(AccountDraft.bare(ACME, "grace", "ADA@example.ORG"), SECRET))
                .isEqualTo(new Creation.EmailTaken());
        assertThat(accounts.findByName(ACME, "grace")).isEmpty();
    }

    @Test
    void g2_tenants_do_not_share_names() {
        created("ada");

        assertThat(accounts.create(AccountDraft.bare(GLOBEX, "ada"), SECRET)).isEqualTo(new Creation.Created());
    }

    @Test
    void g2_of_many_who_want_one_username_one_gets_it() throws Exception {
        List<Creation> creations = Race.of(
                Race.MANY, runner -> accounts.create(person(runner, "Ada", "ada" + runner + "@example.org"), SECRET));

        assertThat(creations).containsOnlyOnce(new Creation.Created());
        assertThat(Collections.frequency(creations, new Creation.UsernameTaken()))
                .isEqualTo(Race.MANY - 1);
        assertThat(accounts.list(ACME, null, 100)).hasSize(1);
    }

    @Test
    void g2_of_many_who_want_one_address_one_gets_it() throws Exception {
        List<Creation> creations = Race.of(
                Race.MANY, runner -> accounts.create(person(runner, "ada" + runner, "Ada@example.org"), SECRET));

        assertThat(creations).containsOnlyOnce(new Creation.Created());
        assertThat(Collections.frequency(creations, new Creation.EmailTaken())).isEqualTo(Race.MANY - 1);
    }

    @Test
    void g2_of_many_who_change_to_one_address_one_gets_it() throws Exception {
        List<Account> people = IntStream.range(0, 8)
                .mapToObj(number -> created("person" + number))
                .toList();

        List<Change> changes = Race.of(
                people.size(),
                runner -> accounts.change(ACME, people.get(runner).id(), wish("one@example.org", null), second(9)));

        assertThat(changes.stream().filter(Change.Done.class::isInstance)).hasSize(1);
        assertThat(Collections.frequency(changes, new Change.EmailTaken())).isEqualTo(people.size() - 1);
    }

    @Test
    void g2_a_username_is_not_an_address() {
        Account ada = created("ada");
        accounts.create(AccountDraft.bare(ACME, "grace", "grace@ada"), SECRET);

        assertThat(accounts.findByName(ACME, "ada")).map(Stored::account).contains(ada);
        assertThat(accounts.findByName(ACME, "grace@ada"))
                .map(found -> found.account().username())
                .contains(new Username("grace"));
    }

    @Test
    void g3_each_wish_changes_what_it_names() {
        Account account = AccountDraft.full("Ada");
        accounts.create(account, SECRET);

        assertThat(change(account, new Wish("Countess", null, null, null, null)).name())
                .isEqualTo("Countess");
        assertThat(change(account, wish("new@example.org", null)).email()).isEqualTo(email("new@example.org"));
        assertThat(change(account, new Wish(null, null, "de", null, null)).locale())
                .isEqualTo("de");
        assertThat(change(account, wish(null, Role.ADMIN)).role()).isEqualTo(Role.ADMIN);
        assertThat(change(account, new Wish(null, null, null, null, "avatars/2"))
                        .avatar())
                .isEqualTo("avatars/2");

        assertThat(accounts.find(ACME, ADA))
                .contains(new Stored(
                        new Account(
                                ACME,
                                ADA,
                                account.username(),
                                email("new@example.org"),
                                "Countess",
                                "de",
                                Role.ADMIN,
                                "avatars/2",
                                account.createdAt(),
                                second(9)),
                        SECRET));
    }

    @Test
    void g3_empty_text_takes_away() {
        Account account = AccountDraft.full("Ada");
        accounts.create(account, SECRET);

        Change.Done done = (Change.Done) accounts.change(ACME, ADA, new Wish("", null, null, null, ""), second(9));

        assertThat(done.account().name()).isNull();
        assertThat(done.account().avatar()).isNull();
        assertThat(accounts.find(ACME, ADA)).map(Stored::account).contains(done.account());
    }

    @Test
    void g3_no_wish_changes_the_time_only() {
        Account account = AccountDraft.full("Ada");
        accounts.create(account, SECRET);

        Account changed = change(account, Wish.NOTHING);

        assertThat(changed)
                .usingRecursiveComparison()
                .ignoringFields("updatedAt")
                .isEqualTo(account);
        assertThat(changed.updatedAt()).isEqualTo(second(9));
    }

    @Test
    void g3_an_address_of_somebody_else_changes_nothing() {
        Account ada = created("ada");
        created("grace");

        Change refused = accounts.change(
                ACME, ada.id(), new Wish("Ada", email("GRACE@example.org"), "de", Role.ADMIN, "a"), second(9));

        assertThat(refused).isEqualTo(new Change.EmailTaken());
        assertThat(accounts.find(ACME, ada.id())).map(Stored::account).contains(ada);
    }

    @Test
    void g3_ones_own_address_can_be_written_in_another_way() {
        Account ada = created("ada");

        assertThat(change(ada, wish("Ada@Example.org", null)).email()).isEqualTo(email("Ada@Example.org"));
        assertThat(accounts.findByName(ACME, "ada@example.org")).isPresent();
    }

    @Test
    void g3_an_address_that_was_given_up_is_free() {
        Account ada = created("ada");
        Account grace = created("grace");
        change(ada, wish("countess@example.org", null));

        assertThat(accounts.findByName(ACME, "ada@example.org")).isEmpty();
        assertThat(change(grace, wish("ada@example.org", null)).email()).isEqualTo(email("ada@example.org"));
    }

    @Test
    void g3_who_is_not_there_is_not_changed() {
        Account ada = created("ada");

        assertThat(accounts.change(GLOBEX, ada.id(), Wish.NOTHING, second(9))).isEqualTo(new Change.Missing());
        assertThat(accounts.change(ACME, GRACE, Wish.NOTHING, second(9))).isEqualTo(new Change.Missing());
        assertThat(accounts.find(ACME, ada.id())).map(Stored::account).contains(ada);
    }

    @Test
    void g3_changes_at_once_do_not_undo_each_other() throws Exception {
        Account ada = created("ada");
        List<Wish> wishes = List.of(
                new Wish("Ada", null, null, null, null),
                wish("new@example.org", null),
                new Wish(null, null, "de", null, null),
                wish(null, Role.AGENT),
                new Wish(null, null, null, null, "avatars/2"));

        Race.of(wishes.size(), runner -> accounts.change(ACME, ada.id(), wishes.get(runner), second(9)));

        Account changed = accounts.find(ACME, ada.id()).orElseThrow().account();
        assertThat(changed.name()).isEqualTo("Ada");
        assertThat(changed.email()).isEqualTo(email("new@example.org"));
        assertThat(changed.locale()).isEqualTo("de");
        assertThat(changed.role()).isEqualTo(Role.AGENT);
        assertThat(changed.avatar()).isEqualTo("avatars/2");
    }

    @Test
    void g4_a_password_is_replaced_by_who_saw_it() {
        Account ada = created("ada");

        assertThat(accounts.replacePassword(ACME, ada.id(), SECRET, OTHER, second(9)))
                .isTrue();

        Stored stored = accounts.find(ACME, ada.id()).orElseThrow();
        assertThat(stored.password()).isEqualTo(OTHER);
        assertThat(stored.account().updatedAt()).isEqualTo(second(9));
    }

    @Test
    void g4_another_password_is_not_replaced() {
        Account ada = created("ada");
        PasswordHash almost = new PasswordHash(SECRET.value().replace("aGFzaA", "AGFzaA"));

        assertThat(accounts.replacePassword(ACME, ada.id(), almost, OTHER, second(9)))
                .isFalse();
        assertThat(accounts.replacePassword(GLOBEX, ada.id(), SECRET, OTHER, second(9)))
                .isFalse();
        assertThat(accounts.replacePassword(ACME, GRACE, SECRET, OTHER, second(9)))
                .isFalse();
        assertThat(accounts.find(ACME, ada.id())).contains(new Stored(ada, SECRET));
    }

    @Test
    void g4_of_many_who_replace_a_password_one_wins() throws Exception {
        Account ada = created("ada");

        List<Boolean> replaced = Race.of(
                Race.MANY,
                runner -> accounts.replacePassword(
                        ACME, ada.id(), SECRET, new PasswordHash("hash " + runner), second(9)));

        assertThat(replaced).containsOnlyOnce(true);
        assertThat(accounts.find(ACME, ada.id()))
                .map(Stored::password)
                .contains(new PasswordHash("hash " + replaced.indexOf(true)));
    }

    @Test
    void g7_a_locked_account_is_as_it_was_but_locked() {
        Account ada = created("ada");
        Account grace = created("grace");

        Account locked = ((Change.Done) accounts.lock(ACME, ada.id(), true, second(9))).account();

        assertThat(locked.lockedAt()).isEqualTo(second(9));
        assertThat(locked.updatedAt()).isEqualTo(second(9));
        assertThat(locked.username()).isEqualTo(ada.username());
        assertThat(accounts.find(ACME, ada.id())).contains(new Stored(locked, SECRET));
        assertThat(accounts.findByName(ACME, "ada")).contains(new Stored(locked, SECRET));
        assertThat(accounts.list(ACME, null, 10)).containsExactly(locked, grace);
        // Somebody else locks it again: since when it is locked stays.
        assertThat(accounts.lock(ACME, ada.id(), true, second(11))).isEqualTo(new Change.Done(locked));
        assertThat(change(locked, new Wish("Ada", null, null, null, null)).lockedAt())
                .isEqualTo(second(9));

        Account unlocked = ((Change.Done) accounts.lock(ACME, ada.id(), false, second(12))).account();

        assertThat(unlocked.isLocked()).isFalse();
        assertThat(accounts.lock(ACME, ada.id(), false, second(13))).isEqualTo(new Change.Done(unlocked));
        assertThat(accounts.find(ACME, ada.id())).contains(new Stored(unlocked, SECRET));
    }

    @Test
    void g7_who_is_not_there_is_not_locked() {
        Account ada = created("ada");

        assertThat(accounts.lock(GLOBEX, ada.id(), true, second(9))).isEqualTo(new Change.Missing());
        assertThat(accounts.lock(ACME, GRACE, true, second(9))).isEqualTo(new Change.Missing());
        assertThat(accounts.find(ACME, ada.id())).contains(new Stored(ada, SECRET));
    }

    @Test
    void g5_a_deleted_account_is_gone() {
        Account ada = created("ada");
        Account grace = created("grace");

        assertThat(accounts.delete(ACME, ada.id())).isTrue();

        assertThat(accounts.delete(ACME, ada.id())).isFalse();
        assertThat(accounts.find(ACME, ada.id())).isEmpty();
        assertThat(accounts.findByName(ACME, "ada")).isEmpty();
        assertThat(accounts.findByName(ACME, "ada@example.org")).isEmpty();
        assertThat(accounts.list(ACME, null, 100)).containsExactly(grace);
        assertThat(accounts.change(ACME, ada.id(), Wish.NOTHING, second(9))).isEqualTo(new Change.Missing());
        assertThat(accounts.replacePassword(ACME, ada.id(), SECRET, OTHER, second(9)))
                .isFalse();
    }

    @Test
    void g5_a_new_account_may_have_the_names_of_a_deleted_one() {
        Account ada = created("ada");
        accounts.delete(ACME, ada.id());
        Account heir = person(2, "ADA", "ada@example.org");

        assertThat(accounts.create(heir, OTHER)).isEqualTo(new Creation.Created());
        assertThat(accounts.findByName(ACME, "ada")).contains(new Stored(heir, OTHER));
    }

    @Test
    void g5_no_other_tenant_deletes_it() {
        Account ada = created("ada");

        assertThat(accounts.delete(GLOBEX, ada.id())).isFalse();
        assertThat(accounts.find(ACME, ada.id())).isPresent();
    }

    @Test
    void g5_of_many_who_delete_one_does() throws Exception {
        Account ada = created("ada");

        assertThat(Race.of(Race.MANY, runner -> accounts.delete(ACME, ada.id())))
                .containsOnlyOnce(true);
    }

    @Test
    void g6_a_list_is_by_username_without_regard_to_case() {
        List<String> names = List.of("a-1", "a.1", "a_1", "aa1", "Ab1", "ac1", "B11", "b12");
        names.reversed().forEach(this::created);
        accounts.create(AccountDraft.bare(GLOBEX, "abc"), SECRET);

        assertThat(accounts.list(ACME, null, 100))
                .extracting(account -> account.username().value())
                .containsExactlyElementsOf(
                        names.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList());
    }

    @Test
    void g6_pages_hold_each_account_once() {
        List<Account> people = IntStream.range(0, 25)
                .mapToObj(number -> created((number % 2 == 0 ? "P" : "p") + (100 + number)))
                .toList();

        List<Account> listed = new ArrayList<>();
        List<Account> page = accounts.list(ACME, null, 10);
        while (!page.isEmpty()) {
            listed.addAll(page);
            page = accounts.list(ACME, page.getLast().username(), 10);
        }

        assertThat(listed).containsExactlyElementsOf(people);
    }

    @Test
    void g6_a_page_begins_after_a_name_that_is_gone() {
        created("ada");
        Account bob = created("bob");

        assertThat(accounts.list(ACME, new Username("B0B"), 10)).containsExactly(bob);
        assertThat(accounts.list(ACME, new Username("bob"), 10)).isEmpty();
        assertThat(accounts.list(GLOBEX, null, 10)).isEmpty();
    }

    @Test
    void g8_a_lost_backend_is_reported_and_forgets_nothing() {
        Account ada = created("ada");

        backend.cutConnection();

        assertLost(() -> accounts.find(ACME, ada.id()));
        assertLost(() -> accounts.findByName(ACME, "ada"));
        assertLost(() -> accounts.create(AccountDraft.bare(ACME, "grace"), SECRET));
        assertLost(() -> accounts.change(ACME, ada.id(), Wish.NOTHING, second(9)));
        assertLost(() -> accounts.replacePassword(ACME, ada.id(), SECRET, OTHER, second(9)));
        assertLost(() -> accounts.delete(ACME, ada.id()));
        assertLost(() -> accounts.lock(ACME, ada.id(), true, second(9)));
        assertLost(() -> accounts.list(ACME, null, 10));
        use(backend.reconnect());
        assertThat(accounts.list(ACME, null, 10)).containsExactly(ada);
    }

    private Account created(String username) {
        Account account = AccountDraft.bare(ACME, username);
        assertThat(accounts.create(account, SECRET)).isEqualTo(new Creation.Created());
        return account;
    }

    private Account change(Account account, Wish wish) {
        return ((Change.Done) accounts.change(account.tenant(), account.id(), wish, second(9))).account();
    }

    private static Account person(int number, String username, String email) {
        return new Account(
                ACME,
                new UserId("person-" + number),
                new Username(username),
                email(email),
                null,
                "en",
                Role.USER,
                null,
                second(1),
                second(1));
    }

    private static Wish wish(@Nullable String email, @Nullable Role role) {
        return new Wish(null, email == null ? null : email(email), null, role, null);
    }

    private static EmailAddress email(String address) {
        return new EmailAddress(address);
    }
}
