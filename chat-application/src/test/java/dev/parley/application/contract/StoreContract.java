package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.ApiKeyStore;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.Acceptance;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.ReplyJobs.Finish;
import dev.parley.application.port.out.ReplyJobs.Job;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.SessionStore.Change;
import dev.parley.application.port.out.SessionStore.Creation;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.TicketStore;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of the stores share: a backend for each test, and words to tell a story in. */
public abstract class StoreContract {

    static final Duration LONG = Duration.ofHours(1);
    private static final int TRIES = 20;

    StoreBackend backend;
    SessionStore sessions;
    ConversationStore conversations;
    ReplyJobs replies;
    NodeLeases leases;
    AccountStore accounts;
    LoginStore logins;
    ApiKeyStore apiKeys;
    TicketStore tickets;
    PreferenceStore preferences;
    DataKeys dataKeys;
    AuditLog audit;

    /** Opens a backend that holds nothing. Called once for each test; the contract closes it. */
    protected abstract StoreBackend openBackend();

    @BeforeEach
    final void open() {
        backend = openBackend();
        use(backend.stores());
    }

    @AfterEach
    final void close() {
        backend.close();
    }

    final void use(Stores stores) {
        sessions = stores.sessions();
        conversations = stores.conversations();
        replies = stores.replies();
        leases = stores.leases();
        accounts = stores.accounts();
        logins = stores.logins();
        apiKeys = stores.apiKeys();
        tickets = stores.tickets();
        preferences = stores.preferences();
        dataKeys = stores.dataKeys();
        audit = stores.audit();
    }

    final SessionKey created(Session session) {
        assertThat(sessions.create(session)).isInstanceOf(Creation.Created.class);
        return new SessionKey(session.tenant(), session.id());
    }

    /** A session of Ada's. */
    final SessionKey created(int number) {
        return created(SessionDraft.number(number).bare());
    }

    final Acceptance.Accepted accepted(NewMessage message) {
        return (Acceptance.Accepted) conversations.accept(message);
    }

    /** A question whose reply is pending. */
    final Ticket asked(SessionKey key, int number) {
        NewMessage question = Sample.message(key, number);
        accepted(question);
        return new Ticket(key, question.reply());
    }

    final NodeLease node(String name) {
        return leases.take(name, LONG);
    }

    /** A short lease, renewed for long before it ran out: a machine that was too slow for that tries again. */
    final NodeLease renewed(String name) {
        for (int i = 0; i < TRIES; i++) {
            NodeLease lease = leases.take(name, backend.shortLease());
            if (leases.renew(lease, LONG)) {
                return lease;
            }
        }
        throw new AssertionError("no lease could be renewed within " + backend.shortLease());
    }

    final Job claimed(Ticket ticket, NodeLease owner) {
        return replies.claim(ticket, owner, Sample.second(200)).orElseThrow();
    }

    final Finish.Finished finished(Job job, String text, Instant at) {
        return (Finish.Finished) replies.finish(job.claim(), Sample.answer(text), at);
    }

    /** A question and its answer. */
    final void exchanged(SessionKey key, int number) {
        Ticket ticket = asked(key, number);
        finished(claimed(ticket, node("talker")), "answer " + number, Sample.second(100 + number));
    }

    final Change.Done done(Change change) {
        return (Change.Done) change;
    }

    final void stand(SessionKey key, Standing standing) {
        done(sessions.change(key, new Wish(null, standing, null), Sample.second(50)));
    }

    final void deleted(SessionKey key, Instant at) {
        done(sessions.delete(key, at));
    }

    final List<RecordedEvent> events(SessionKey key) {
        return conversations.events(key, Seq.NONE, 500).orElseThrow().events();
    }

    /** Whether the backend was gone before a call was done. */
    static boolean isCutShort(Runnable call) {
        try {
            call.run();
            return false;
        } catch (StoreException.Unavailable cut) {
            return true;
        }
    }

    static void assertLost(Runnable call) {
        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(call::run);
    }

    static void assertNoHoles(List<RecordedEvent> events) {
        assertThat(events)
                .extracting(event -> event.seq().value())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
    }
}
