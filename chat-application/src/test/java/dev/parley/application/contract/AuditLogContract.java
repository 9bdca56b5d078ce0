package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.GRACE;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.AuditLog.Filter;
import dev.parley.application.port.out.AuditLog.Recorded;
import dev.parley.application.port.out.AuditLog.Verification;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.TextDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link AuditLog} passes this suite. */
public abstract class AuditLogContract extends StoreContract {

    static List<Named<String>> details() {
        return AwkwardTexts.onOneLine(AuditEntry.LONGEST_DETAIL);
    }

    @ParameterizedTest
    @MethodSource("details")
    void g1_an_entry_is_read_with_every_field_unchanged(String detail) {
        AuditEntry entry = new AuditEntry(
                ACME, second(1), ADA, AuditAction.ROLE_CHANGED, detail.substring(0, 1), detail, "2001:db8::1");

        audit.append(entry);

        assertThat(read(ACME)).extracting(Recorded::entry).containsExactly(entry);
        assertThat(audit.verify(ACME)).isInstanceOf(Verification.Sound.class);
    }

    @Test
    void g1_an_entry_with_nothing_but_what_must_be_is_read() {
        AuditEntry entry = new AuditEntry(ACME, second(1), null, AuditAction.LOGIN_FAILED, null, null, null);

        audit.append(entry);

        assertThat(read(ACME)).extracting(Recorded::entry).containsExactly(entry);
        assertThat(audit.verify(ACME)).isInstanceOf(Verification.Sound.class);
    }

    @Test
    void g1_empty_texts_are_not_missing_ones() {
        AuditEntry entry = new AuditEntry(ACME, second(1), ADA, AuditAction.LOGGED_IN, "", "", "");

        audit.append(entry);

        assertThat(read(ACME)).extracting(Recorded::entry).containsExactly(entry);
    }

    @Test
    void g1_the_longest_texts_are_kept() {
        AuditEntry entry = new AuditEntry(
                new TenantId("t".repeat(64)),
                second(1),
                new UserId("u".repeat(64)),
                AuditAction.PASSWORD_CHANGE_FAILED,
                "s".repeat(AuditEntry.LONGEST_NAME),
                "d".repeat(AuditEntry.LONGEST_DETAIL),
                "a".repeat(AuditEntry.LONGEST_NAME));

        audit.append(entry);

        assertThat(read(entry.tenant())).extracting(Recorded::entry).containsExactly(entry);
    }

    @ParameterizedTest
    @EnumSource
    void g1_every_action_is_kept(AuditAction action) {
        audit.append(new AuditEntry(ACME, second(1), ADA, action, null, null, null));

        assertThat(read(ACME)).extracting(recorded -> recorded.entry().action()).containsExactly(action);
    }

    @Test
    void g1_each_tenant_counts_for_itself() {
        append(ACME, 1);
        append(GLOBEX, 2);
        append(ACME, 3);

        assertThat(read(ACME)).extracting(Recorded::number).containsExactly(2L, 1L);
        assertThat(read(GLOBEX)).extracting(Recorded::number).containsExactly(1L);
        assertThat(read(new TenantId("acme."))).isEmpty();
        assertThat(audit.tenants()).containsExactlyInAnyOrder(ACME, GLOBEX);
    }

    @Test
    void g1_the_first_entry_follows_the_beginning() {
        AuditEntry first = append(ACME, 1);
        AuditEntry second = append(ACME, 2);

        String link = StoreBackend.CHAIN.link(AuditChain.BEGINNING, 1, first);
        assertThat(read(ACME))
                .containsExactly(
                        new Recorded(2, second, StoreBackend.CHAIN.link(link, 2, second)),
                        new Recorded(1, first, link));
    }

    @Test
    void g1_many_at_once_leave_no_hole() throws Exception {
        Race.of(Race.MANY, runner -> append(runner % 4 == 0 ? GLOBEX : ACME, runner));

        assertThat(read(ACME)).extracting(Recorded::number).containsExactlyElementsOf(countdown(Race.MANY * 3 / 4));
        assertThat(read(GLOBEX)).extracting(Recorded::number).containsExactlyElementsOf(countdown(Race.MANY / 4));
        assertThat(audit.verify(ACME)).isInstanceOf(Verification.Sound.class);
        assertThat(audit.verify(GLOBEX)).isInstanceOf(Verification.Sound.class);
    }

    @Test
    void g2_pages_hold_each_entry_once_newest_first() {
        IntStream.range(0, 25).forEach(number -> append(ACME, number));

        List<Recorded> read = new ArrayList<>();
        List<Recorded> page = audit.read(ACME, null, 10);
        while (!page.isEmpty()) {
            read.addAll(page);
            page = audit.read(ACME, page.getLast().number(), 10);
        }

        assertThat(read).extracting(Recorded::number).containsExactlyElementsOf(countdown(25));
    }

    @Test
    void g2_a_page_holds_as_many_as_are_wanted() {
        IntStream.range(0, 5).forEach(number -> append(ACME, number));

        assertThat(audit.read(ACME, null, 2)).extracting(Recorded::number).containsExactly(5L, 4L);
        assertThat(audit.read(ACME, 4L, 2)).extracting(Recorded::number).containsExactly(3L, 2L);
        assertThat(audit.read(ACME, 1L, 2)).isEmpty();
        assertThat(audit.read(ACME, Long.MAX_VALUE, 1))
                .extracting(Recorded::number)
                .containsExactly(5L);
    }

    @Test
    void g5_those_are_found_that_fit_all_of_it() {
        entry(1, ADA, AuditAction.LOGGED_IN, "ada");
        entry(2, ADA, AuditAction.LOGGED_OUT, "ada");
        entry(3, GRACE, AuditAction.LOGGED_IN, "grace");
        entry(4, null, AuditAction.LOGIN_FAILED, "ada");
        entry(5, ADA, AuditAction.LOGGED_IN, "Ada");
        entry(6, ADA, AuditAction.LOGGED_IN, null);
        audit.append(new AuditEntry(GLOBEX, second(2), ADA, AuditAction.LOGGED_IN, "ada", null, null));

        assertFound(new Filter(null, null, null, null, null), 6, 5, 4, 3, 2, 1);
        assertFound(new Filter(ADA, null, null, null, null), 6, 5, 2, 1);
        assertFound(new Filter(null, AuditAction.LOGGED_IN, null, null, null), 6, 5, 3, 1);
        assertFound(new Filter(null, null, "ada", null, null), 4, 2, 1);
        assertFound(new Filter(null, null, null, second(3), null), 6, 5, 4, 3);
        assertFound(new Filter(null, null, null, null, second(3)), 2, 1);
        assertFound(new Filter(ADA, AuditAction.LOGGED_IN, "ada", second(1), second(2)), 1);
        assertFound(new Filter(GRACE, AuditAction.LOGGED_OUT, null, null, null));
    }

    @Test
    void g5_pages_hold_each_that_fits_once() {
        for (int number = 1; number <= 30; number++) {
            entry(number, number % 3 == 0 ? GRACE : ADA, AuditAction.LOGGED_IN, "x");
        }
        var filter = new Filter(GRACE, null, null, null, null);

        List<Long> found = new ArrayList<>();
        List<Recorded> page = audit.find(ACME, filter, null, 4);
        while (!page.isEmpty()) {
            page.forEach(recorded -> found.add(recorded.number()));
            page = audit.find(ACME, filter, page.getLast().number(), 4);
        }

        assertThat(found).containsExactly(30L, 27L, 24L, 21L, 18L, 15L, 12L, 9L, 6L, 3L);
    }

    private void entry(int second, @Nullable UserId actor, AuditAction action, @Nullable String subject) {
        audit.append(new AuditEntry(ACME, second(second), actor, action, subject, null, null));
    }

    private void assertFound(Filter filter, Integer... numbers) {
        assertThat(audit.find(ACME, filter, null, 100))
                .extracting(recorded -> (int) recorded.number())
                .containsExactly(numbers);
    }

    @Test
    void g3_an_untouched_chain_is_sound() {
        IntStream.range(0, 1_201).forEach(number -> append(ACME, number));

        assertThat(audit.verify(ACME))
                .isEqualTo(new Verification.Sound(1_201, read(ACME).getFirst().link()));
    }

    @Test
    void g3_nothing_is_sound() {
        assertThat(audit.verify(ACME)).isEqualTo(new Verification.Sound(0, AuditChain.BEGINNING));
        assertThat(audit.tenants()).isEmpty();
    }

    @Test
    void g3_a_chain_is_sound_while_it_grows() throws Exception {
        append(ACME, 0);

        List<Verification> verified = Race.of(8, runner -> {
            append(ACME, runner);
            Verification verification = audit.verify(ACME);
            append(ACME, runner);
            return verification;
        });

        assertThat(verified).hasOnlyElementsOfType(Verification.Sound.class);
        assertThat(audit.verify(ACME))
                .isEqualTo(new Verification.Sound(17, read(ACME).getFirst().link()));
    }

    @Test
    void g4_a_changed_entry_breaks_the_chain() {
        assertBroken(3, entries -> replaced(entries, 3, changed(entries.get(2).entry())));
    }

    @Test
    void g4_a_changed_last_entry_breaks_the_chain() {
        assertBroken(6, entries -> replaced(entries, 6, changed(entries.get(5).entry())));
    }

    @Test
    void g4_a_removed_entry_breaks_the_chain() {
        assertBroken(1, entries -> without(entries, 1));
        assertBroken(1, entries -> List.of());
    }

    @Test
    void g4_a_removed_last_entry_breaks_the_chain() {
        assertBroken(6, entries -> without(entries, 6));
    }

    @Test
    void g4_a_removed_entry_with_the_gap_closed_breaks_the_chain() {
        assertBroken(3, entries -> numbered(without(entries, 3)));
    }

    @Test
    void g4_an_entry_put_in_breaks_the_chain() {
        assertBroken(3, entries -> {
            List<Recorded> more = new ArrayList<>(entries);
            more.add(2, entries.getFirst());
            return numbered(more);
        });
    }

    @Test
    void g4_an_entry_put_behind_the_last_breaks_the_chain() {
        assertBroken(7, entries -> {
            List<Recorded> more = new ArrayList<>(entries);
            more.add(new Recorded(7, entry(ACME, 7), entries.getLast().link()));
            return more;
        });
    }

    @Test
    void g4_exchanged_entries_break_the_chain() {
        assertBroken(2, entries -> {
            List<Recorded> others = new ArrayList<>(entries);
            others.set(1, entries.get(3));
            others.set(3, entries.get(1));
            return numbered(others);
        });
    }

    @Test
    void g4_a_chain_bound_anew_without_the_key_is_broken() {
        AuditChain guessed = new AuditChain(TextDigest::sha256);

        assertBroken(1, entries -> {
            List<Recorded> forged = new ArrayList<>();
            String link = AuditChain.BEGINNING;
            for (Recorded recorded : entries) {
                link = guessed.link(link, recorded.number(), recorded.entry());
                forged.add(new Recorded(recorded.number(), recorded.entry(), link));
            }
            return forged;
        });
    }

    @Test
    void g4_an_exchanged_field_breaks_the_chain() {
        assertBroken(3, entries -> {
            AuditEntry before = entries.get(2).entry();
            return replaced(
                    entries,
                    3,
                    new AuditEntry(
                            ACME,
                            before.at(),
                            before.actor(),
                            before.action(),
                            /* subject= */ before.detail(),
                            /* detail= */ before.subject(),
                            before.address()));
        });
    }

    @Test
    void g4_other_tenants_chains_stay_sound() {
        append(ACME, 1);
        append(GLOBEX, 1);

        backend.rewriteAudit(GLOBEX, entries -> List.of());

        assertThat(audit.verify(ACME)).isInstanceOf(Verification.Sound.class);
        assertThat(audit.verify(GLOBEX)).isEqualTo(new Verification.Broken(1));
    }

    @Test
    void g6_a_lost_backend_is_reported_and_forgets_nothing() {
        append(ACME, 1);

        backend.cutConnection();

        assertLost(() -> append(ACME, 2));
        assertLost(() -> read(ACME));
        assertLost(() -> audit.find(ACME, new Filter(ADA, null, null, null, null), null, 10));
        assertLost(() -> audit.verify(ACME));
        assertLost(() -> audit.tenants());
        use(backend.reconnect());
        append(ACME, 2);
        assertThat(read(ACME)).extracting(Recorded::number).containsExactly(2L, 1L);
        assertThat(audit.verify(ACME)).isInstanceOf(Verification.Sound.class);
    }

    /** In a tenant of its own for each call. */
    private void assertBroken(long number, UnaryOperator<List<Recorded>> change) {
        TenantId tenant = audit.tenants().contains(ACME) ? GLOBEX : ACME;
        IntStream.rangeClosed(1, 6).forEach(entry -> append(tenant, entry));

        backend.rewriteAudit(tenant, change);

        assertThat(audit.verify(tenant)).isEqualTo(new Verification.Broken(number));
    }

    private List<Recorded> read(TenantId tenant) {
        return audit.read(tenant, null, 100);
    }

    private AuditEntry append(TenantId tenant, int number) {
        AuditEntry entry = entry(tenant, number);
        audit.append(entry);
        return entry;
    }

    private static AuditEntry entry(TenantId tenant, int number) {
        return new AuditEntry(
                tenant,
                second(number),
                ADA,
                AuditAction.SESSION_READ,
                "session " + number,
                "for a reason",
                "192.0.2.1");
    }

    private static AuditEntry changed(AuditEntry entry) {
        return new AuditEntry(
                entry.tenant(), entry.at(), GRACE, entry.action(), entry.subject(), entry.detail(), entry.address());
    }

    private static List<Recorded> replaced(List<Recorded> entries, int number, AuditEntry entry) {
        List<Recorded> others = new ArrayList<>(entries);
        others.set(
                number - 1, new Recorded(number, entry, entries.get(number - 1).link()));
        return others;
    }

    private static List<Recorded> without(List<Recorded> entries, int number) {
        return entries.stream().filter(recorded -> recorded.number() != number).toList();
    }

    private static List<Recorded> numbered(List<Recorded> entries) {
        return IntStream.range(0, entries.size())
                .mapToObj(index -> new Recorded(
                        index + 1L,
                        entries.get(index).entry(),
                        entries.get(index).link()))
                .toList();
    }

    private static List<Long> countdown(int from) {
        return LongStream.iterate(from, number -> number >= 1, number -> number - 1)
                .boxed()
                .toList();
    }
}
