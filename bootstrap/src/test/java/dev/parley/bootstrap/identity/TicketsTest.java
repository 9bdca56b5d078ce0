package dev.parley.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.Race;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Authentication.Proof;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.TicketStore;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TicketsTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final SessionId HERE = new SessionId(UUID.fromString("0190a7e2-1111-7000-8000-000000000001"));
    private static final SessionId ELSEWHERE = new SessionId(UUID.fromString("0190a7e2-1111-7000-8000-000000000002"));

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final TicketStore spent = InMemoryStores.empty(now::get).tickets();
    private final Tickets tickets = tickets(1);

    private Tickets tickets(int key) {
        return new Tickets(
                new TokenSeal(TokenSealTest.key(key), "tickets"),
                new TokenSeal(TokenSealTest.key(key), "ticket digests")::digest,
                spent,
                UUID::randomUUID,
                now::get);
    }

    private static Proof proof() {
        var ada = new Principal(
                new TenantId("acme"), new UserId("ada"), "🥣".repeat(64), "zh-Hant-TW", Permission.of(Role.ADMIN));
        return new Proof(ada, START.plusSeconds(900), new LoginId(UUID.randomUUID()));
    }

    private String issued(Proof proof) {
        return tickets.issue(proof, HERE).text();
    }

    @Test
    void a_ticket_proves_who_asked_for_it() {
        Proof proof = proof();

        assertThat(tickets.redeem(issued(proof), HERE)).hasValue(proof);
    }

    @Test
    void a_visitors_ticket_has_no_name_no_end_and_no_login() {
        Proof visitor =
                Proof.of(new Principal(TenantId.DEFAULT, new UserId("guest-1"), null, "en", Permission.ofGuests()));

        assertThat(tickets.redeem(issued(visitor), HERE)).hasValue(visitor);
    }

    @Test
    void a_ticket_for_another_issuers_token_ends_with_it() {
        Proof proof = proof();
        Proof outside = new Proof(proof.principal(), proof.validUntil(), proof.login(), START.minusSeconds(30));

        assertThat(tickets.redeem(issued(outside), HERE)).hasValue(outside);
    }

    @Test
    void a_ticket_is_taken_once_also_by_many_at_once() throws Exception {
        String ticket = issued(proof());

        var taken = Race.of(20, runner -> tickets.redeem(ticket, HERE));

        assertThat(taken).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    void a_ticket_that_another_node_took_is_taken() {
        String ticket = issued(proof());

        assertThat(tickets(1).redeem(ticket, HERE)).isPresent();
        assertThat(tickets.redeem(ticket, HERE)).isEmpty();
    }

    @Test
    void a_ticket_is_taken_however_its_bytes_are_written() {
        String ticket = issued(proof());
        String alike = otherLastDigit(ticket);

        assertThat(tickets.redeem(ticket, HERE)).isPresent();
        assertThat(tickets.redeem(alike, HERE)).isEmpty();
    }

    /** The last digit of 43 holds 4 bits of the 6 that it could: others may stand for the same bytes. */
    private static String otherLastDigit(String ticket) {
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = ticket.length() - 1;
        return ticket.substring(0, last) + digits.charAt(digits.indexOf(ticket.charAt(last)) ^ 1);
    }

    @Test
    void looking_whose_it_is_takes_no_ticket() {
        Proof proof = proof();
        String ticket = issued(proof);

        assertThat(tickets.holder(ticket, HERE)).hasValue(proof);
        assertThat(tickets.holder(ticket, ELSEWHERE)).isEmpty();
        assertThat(tickets.redeem(ticket, HERE)).hasValue(proof);
        assertThat(tickets.redeem(ticket, HERE)).isEmpty();
    }

    @Test
    void a_ticket_runs_out_after_30_seconds() {
        String first = issued(proof());
        String second = issued(proof());

        now.set(START.plusSeconds(30).minusMillis(1));
        assertThat(tickets.redeem(first, HERE)).isPresent();
        now.set(START.plusSeconds(30));
        assertThat(tickets.redeem(second, HERE)).isEmpty();
        assertThat(tickets.redeem(first, HERE)).isEmpty();
    }

    @Test
    void a_ticket_leads_to_its_session_only_and_is_not_spent_elsewhere() {
        String ticket = issued(proof());

        assertThat(tickets.redeem(ticket, ELSEWHERE)).isEmpty();
        assertThat(tickets.redeem(ticket, HERE)).isPresent();
    }

    @Test
    void a_ticket_to_the_users_socket_leads_to_no_session_and_the_other_way_round() {
        String ofUser = tickets.issue(proof(), null).text();
        String ofSession = issued(proof());

        assertThat(tickets.redeem(ofUser, HERE)).isEmpty();
        assertThat(tickets.redeem(ofSession, null)).isEmpty();
        assertThat(tickets.redeem(ofUser, null)).isPresent();
        assertThat(tickets.redeem(ofUser, null)).isEmpty();
    }

    @Test
    void what_is_no_ticket_of_ours_opens_nothing() {
        String foreign = tickets(2).issue(proof(), HERE).text();
        String guest = new SignedGuests(
                        new TokenSeal(TokenSealTest.key(1), "guests"), Duration.ofDays(1), UUID::randomUUID, now::get)
                .welcome(TenantId.DEFAULT, "Ada", "en")
                .token();

        assertThat(tickets.redeem(foreign, HERE)).isEmpty();
        assertThat(tickets.redeem(guest, HERE)).isEmpty();
        assertThat(tickets.redeem("", HERE)).isEmpty();
        assertThat(tickets.redeem(issued(proof()) + "x", HERE)).isEmpty();
    }

    @Test
    void a_ticket_as_text_holds_no_ticket() {
        Authentication.Ticket ticket = tickets.issue(proof(), HERE);

        assertThat(ticket.toString()).doesNotContain(ticket.text());
    }
}
