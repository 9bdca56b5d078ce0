package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.GRACE;
import static dev.parley.application.contract.Sample.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.Presence.Member;
import dev.parley.application.port.out.Presence.Sighting;
import dev.parley.application.port.out.Presence.Stay;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every {@link Presence} passes this suite. */
public abstract class PresenceContract {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final SessionKey HERE = key(1);
    private static final SessionKey THERE = key(2);
    private static final SessionKey ABROAD = new SessionKey(GLOBEX, HERE.session());
    private static final Member ADA_THERE = new Member(ADA, Role.USER);
    private static final Member GRACE_THERE = new Member(GRACE, Role.AGENT);

    private Presence presence;
    private Presence other;

    /** Opens one where nobody is yet, over a backend of its own. Called once for each test; the contract closes it. */
    protected abstract Presence open();

    /**
     * Opens another node's over the same backend. Called once for each test, after {@link #open}; the contract closes it.
     * An implementation that knows one node only gives the same again.
     */
    protected abstract Presence openOnAnotherNode();

    /** Makes the backend unreachable for the rest of the test; does nothing where there is none. */
    protected abstract void loseBackend();

    @BeforeEach
    final void openBoth() {
        presence = open();
        other = openOnAnotherNode();
    }

    @AfterEach
    final void closeBoth() {
        other.close();
        presence.close();
    }

    /** Remembers what it is told: who is there now, and every word of who types. */
    private static final class Watcher {

        private final List<Sighting.Typing> typing = new ArrayList<>();
        private Set<Member> present = Set.of();
        private int told;

        synchronized void accept(Sighting sighting) {
            told++;
            switch (sighting) {
                case Sighting.Present(var members) -> present = members;
                case Sighting.Typing news -> typing.add(news);
            }
        }

        synchronized Set<Member> present() {
            return present;
        }

        synchronized List<Sighting.Typing> typing() {
            return List.copyOf(typing);
        }

        synchronized int told() {
            return told;
        }

        void awaitPresent(Member... members) {
            await().atMost(LONG).untilAsserted(() -> assertThat(present()).containsExactlyInAnyOrder(members));
        }

        void awaitTyping(Sighting.Typing... all) {
            await().atMost(LONG).untilAsserted(() -> assertThat(typing()).containsExactly(all));
        }
    }

    private static Watcher watch(Presence presence, SessionKey session) {
        var watcher = new Watcher();
        presence.watch(session, watcher::accept);
        return watcher;
    }

    private static Sighting.Typing typing(UserId user, boolean isTyping) {
        return new Sighting.Typing(user, isTyping);
    }

    /** Until what is said on one node is heard on the other: what is said while they connect is lost. */
    private void awaitConnected() {
        Watcher here = watch(presence, HERE);
        Watcher there = watch(other, HERE);
        Stay stay = presence.enter(HERE, ADA_THERE);
        Stay otherStay = other.enter(HERE, GRACE_THERE);
        here.awaitPresent(ADA_THERE, GRACE_THERE);
        there.awaitPresent(ADA_THERE, GRACE_THERE);
        Sighting.Typing fromHere = typing(new UserId("from-here"), false);
        Sighting.Typing fromThere = typing(new UserId("from-there"), false);
        await().atMost(LONG).until(() -> {
            presence.typing(HERE, fromHere.user(), false);
            other.typing(HERE, fromThere.user(), false);
            return here.typing().contains(fromThere) && there.typing().contains(fromHere);
        });
        stay.close();
        otherStay.close();
        here.awaitPresent();
        there.awaitPresent();
    }

    @Test
    void g1_who_comes_and_goes_is_seen_on_every_node() {
        Watcher here = watch(presence, HERE);
        Watcher there = watch(other, HERE);

        Stay ada = presence.enter(HERE, ADA_THERE);
        here.awaitPresent(ADA_THERE);
        there.awaitPresent(ADA_THERE);

        Stay grace = other.enter(HERE, GRACE_THERE);
        here.awaitPresent(ADA_THERE, GRACE_THERE);
        there.awaitPresent(ADA_THERE, GRACE_THERE);

        ada.close();
        here.awaitPresent(GRACE_THERE);
        there.awaitPresent(GRACE_THERE);

        grace.close();
        here.awaitPresent();
        there.awaitPresent();
    }

    @Test
    void g1_who_was_there_before_is_told_to_who_watches_later() {
        presence.enter(HERE, ADA_THERE);
        other.enter(HERE, GRACE_THERE);

        watch(presence, HERE).awaitPresent(ADA_THERE, GRACE_THERE);
        watch(other, HERE).awaitPresent(ADA_THERE, GRACE_THERE);
    }

    @Test
    void g2_several_connections_of_a_person_are_one_member() {
        Watcher here = watch(presence, HERE);
        Watcher there = watch(other, HERE);

        Stay first = presence.enter(HERE, ADA_THERE);
        Stay second = presence.enter(HERE, ADA_THERE);
        Stay elsewhere = other.enter(HERE, ADA_THERE);
        there.awaitPresent(ADA_THERE);
        first.close();
        second.close();
        Stay grace = presence.enter(HERE, GRACE_THERE);
        here.awaitPresent(ADA_THERE, GRACE_THERE);
        there.awaitPresent(ADA_THERE, GRACE_THERE);

        elsewhere.close();
        here.awaitPresent(GRACE_THERE);
        there.awaitPresent(GRACE_THERE);
        grace.close();
    }

    @Test
    void g2_the_highest_role_counts() {
        var adaAsAdmin = new Member(ADA, Role.ADMIN);
        Watcher here = watch(presence, HERE);
        Watcher there = watch(other, HERE);

        presence.enter(HERE, ADA_THERE);
        Stay asAgent = presence.enter(HERE, new Member(ADA, Role.AGENT));
        Stay asAdmin = other.enter(HERE, adaAsAdmin);
        here.awaitPresent(adaAsAdmin);
        there.awaitPresent(adaAsAdmin);

        asAdmin.close();
        here.awaitPresent(new Member(ADA, Role.AGENT));
        there.awaitPresent(new Member(ADA, Role.AGENT));
        asAgent.close();
        here.awaitPresent(ADA_THERE);
        there.awaitPresent(ADA_THERE);
    }

    @Test
    void g3_other_sessions_and_tenants_are_told_nothing() {
        awaitConnected();
        Watcher here = watch(other, HERE);
        Watcher there = watch(other, THERE);
        Watcher abroad = watch(other, ABROAD);

        presence.enter(HERE, ADA_THERE);
        presence.typing(HERE, ADA, true);
        here.awaitPresent(ADA_THERE);
        here.awaitTyping(typing(ADA, true));
        presence.enter(THERE, GRACE_THERE);
        presence.enter(ABROAD, GRACE_THERE);
        there.awaitPresent(GRACE_THERE);
        abroad.awaitPresent(GRACE_THERE);

        assertThat(here.present()).containsExactly(ADA_THERE);
        assertThat(there.typing()).isEmpty();
        assertThat(abroad.typing()).isEmpty();
    }

    @Test
    void g3_nobody_is_online_in_another_tenant() {
        presence.enter(HERE, ADA_THERE);
        other.enter(GLOBEX, GRACE_THERE);

        for (Presence node : List.of(presence, other)) {
            awaitOnline(node, ACME, ADA_THERE);
            awaitOnline(node, GLOBEX, GRACE_THERE);
            assertThat(node.online(new TenantId("nowhere"))).isEmpty();
        }
    }

    private static void awaitOnline(Presence node, TenantId tenant, Member... members) {
        await().atMost(LONG).untilAsserted(() -> assertThat(node.online(tenant)).containsExactlyInAnyOrder(members));
    }

    @Test
    void g4_who_is_in_a_session_or_alone_is_online_until_the_last_stay_ends() {
        Stay here = presence.enter(HERE, ADA_THERE);
        Stay there = other.enter(THERE, ADA_THERE);
        Stay alone = other.enter(ACME, GRACE_THERE);
        awaitOnline(presence, ACME, ADA_THERE, GRACE_THERE);
        awaitOnline(other, ACME, ADA_THERE, GRACE_THERE);

        here.close();
        alone.close();
        awaitOnline(presence, ACME, ADA_THERE);
        awaitOnline(other, ACME, ADA_THERE);

        there.close();
        awaitOnline(presence, ACME);
        awaitOnline(other, ACME);
    }

    @Test
    void g5_that_somebody_types_is_told_on_every_node_in_order() {
        awaitConnected();
        Watcher here = watch(presence, HERE);
        Watcher there = watch(other, HERE);
        presence.enter(HERE, ADA_THERE);
        there.awaitPresent(ADA_THERE);
        Sighting.Typing[] said = IntStream.range(0, 50)
                .mapToObj(number -> typing(ADA, number % 3 == 0))
                .toArray(Sighting.Typing[]::new);

        for (Sighting.Typing one : said) {
            presence.typing(HERE, one.user(), one.isTyping());
        }

        here.awaitTyping(said);
        there.awaitTyping(said);
    }

    @Test
    void g6_without_its_backend_a_node_sees_its_own_people() {
        loseBackend();
        Watcher here = watch(presence, HERE);

        Stay ada = presence.enter(HERE, ADA_THERE);
        here.awaitPresent(ADA_THERE);
        presence.typing(HERE, ADA, true);
        here.awaitTyping(typing(ADA, true));
        assertThat(presence.online(ACME)).contains(ADA_THERE);
        ada.close();
        here.awaitPresent();
    }

    @Test
    void g6_a_lost_backend_harms_nobody() {
        loseBackend();

        assertThatCode(() -> IntStream.range(0, 1_000).forEach(number -> {
                    presence.typing(HERE, ADA, true);
                    presence.enter(key(number), ADA_THERE).close();
                    presence.watch(key(number), sighting -> {}).close();
                }))
                .doesNotThrowAnyException();
    }

    @Test
    void g7_a_watcher_that_throws_harms_no_other_and_stays() {
        var failures = new AtomicInteger();
        presence.watch(HERE, sighting -> {
            failures.incrementAndGet();
            throw new IllegalStateException("a watcher that throws on purpose");
        });
        Watcher sound = watch(presence, HERE);

        presence.enter(HERE, ADA_THERE);
        presence.typing(HERE, ADA, true);

        sound.awaitPresent(ADA_THERE);
        sound.awaitTyping(typing(ADA, true));
        await().atMost(LONG).until(() -> failures.get() >= 3);
    }

    @Test
    void g8_who_stopped_watching_is_told_nothing() {
        var leaving = new Watcher();
        Watcher staying = watch(presence, HERE);
        Listening listening = presence.watch(HERE, leaving::accept);
        await().atMost(LONG).until(() -> leaving.told() > 0);

        listening.close();
        listening.close();
        int before = leaving.told();
        presence.enter(HERE, ADA_THERE);
        presence.typing(HERE, ADA, true);

        staying.awaitPresent(ADA_THERE);
        staying.awaitTyping(typing(ADA, true));
        assertThat(leaving.told()).isEqualTo(before);
    }

    @Test
    void g8_a_stay_ends_once() {
        Watcher here = watch(presence, HERE);
        Stay first = presence.enter(HERE, ADA_THERE);
        Stay second = presence.enter(HERE, ADA_THERE);
        Stay alone = presence.enter(ACME, GRACE_THERE);

        first.close();
        first.close();
        alone.close();
        alone.close();

        here.awaitPresent(ADA_THERE);
        assertThat(presence.online(ACME)).containsExactly(ADA_THERE);
        second.close();
        here.awaitPresent();
        assertThat(presence.online(ACME)).isEmpty();
    }

    @Test
    void g8_who_watches_a_closed_one_is_told_nothing() {
        Watcher here = watch(presence, HERE);
        await().atMost(LONG).until(() -> here.told() > 0);

        presence.close();
        presence.close();
        int before = here.told();
        presence.enter(HERE, ADA_THERE).close();
        presence.typing(HERE, ADA, true);

        assertThat(here.told()).isEqualTo(before);
    }
}
