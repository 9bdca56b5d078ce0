package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.answeredBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.MarkRead;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what with a session: every use case, every kind of caller. What is foreign looks like what is not there. */
class AccessTest {

    private static final TenantId HOME = new TenantId("home");
    private static final Principal OWNER = caller(HOME, "ada", Permission.CHAT);
    private static final Principal COLLEAGUE = caller(HOME, "bob", Permission.CHAT);
    private static final Principal NAMESAKE = caller(new TenantId("elsewhere"), "ada", Permission.CHAT);
    private static final Principal FOREIGN_READER =
            caller(new TenantId("elsewhere"), "eve", Permission.CHAT, Permission.READ_ALL_SESSIONS);
    private static final Principal READER = caller(HOME, "rita", Permission.CHAT, Permission.READ_ALL_SESSIONS);
    private static final Principal MERE_READER = caller(HOME, "mia", Permission.READ_ALL_SESSIONS);
    private static final Principal POWERLESS = caller(HOME, "ada");

    private final HandModel model = new HandModel();
    private final ChatEngine engine = answeredBy(model).start();
    private SessionId session;
    private SendMessage.Receipt receipt;

    private static Principal caller(TenantId tenant, String user, Permission... permissions) {
        return new Principal(tenant, new UserId(user), null, "en", Set.of(permissions));
    }

    @BeforeEach
    void open() throws InterruptedException {
        session = engine.createSession(OWNER);
        receipt = engine.send(OWNER, session, "Hello");
        model.asked();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** What a caller tries with a session; the refusal it meets, or null. */
    @FunctionalInterface
    private interface Attempt {
        @Nullable
        Refusal by(Principal caller, SessionId session);
    }

    private Map<String, Attempt> reading() {
        var attempts = new LinkedHashMap<String, Attempt>();
        attempts.put(
                "read",
                (caller, which) -> switch (engine.useCases().readSessions().read(caller, which)) {
                    case ReadSessions.Outcome.Found ignored -> null;
                    case ReadSessions.Outcome.Refused(var refusal) -> refusal;
                });
        attempts.put("history", (caller, which) -> switch (engine.useCases()
                .readHistory()
                .read(new ReadHistory.Query(caller, which, null, null, 10))) {
            case ReadHistory.Outcome.Page ignored -> null;
            case ReadHistory.Outcome.Refused(var refusal) -> refusal;
        });
        attempts.put("message", (caller, which) -> switch (engine.useCases()
                .readHistory()
                .message(caller, which, receipt.messageId())) {
            case ReadHistory.MessageOutcome.Found ignored -> null;
            case ReadHistory.MessageOutcome.Open ignored -> null;
            case ReadHistory.MessageOutcome.Refused(var refusal) -> refusal;
        });
        attempts.put(
                "follow",
                (caller, which) -> switch (engine.useCases().followSession().follow(caller, which, () -> {})) {
                    case FollowSession.Outcome.Following(var feed) -> {
                        feed.close();
                        yield null;
                    }
                    case FollowSession.Outcome.Refused(var refusal) -> refusal;
                });
        return attempts;
    }

    private Map<String, Attempt> writing() {
        var attempts = new LinkedHashMap<String, Attempt>();
        attempts.put("send", (caller, which) -> switch (engine.useCases()
                .sendMessage()
                .send(new SendMessage.Command(caller, which, "hi", null, null))) {
            case SendMessage.Outcome.Accepted ignored -> null;
            case SendMessage.Outcome.Refused(var refusal) -> refusal;
        });
        attempts.put(
                "mark delivered",
                (caller, which) -> moved(engine.useCases().markRead().delivered(caller, which, 1)));
        attempts.put(
                "mark read",
                (caller, which) -> moved(engine.useCases().markRead().read(caller, which, 1)));
        attempts.put(
                "cancel",
                (caller, which) -> switch (engine.useCases().cancelReply().cancel(caller, which, receipt.replyId())) {
                    case CancelReply.Outcome.Stopping ignored -> null;
                    case CancelReply.Outcome.AlreadyEnded ignored -> null;
                    case CancelReply.Outcome.Refused(var refusal) -> refusal;
                });
        attempts.put(
                "rename",
                (caller, which) -> changed(engine.useCases()
                        .changeSession()
                        .change(new ChangeSession.Command(caller, which, "Mine", null, null))));
        attempts.put(
                "archive",
                (caller, which) -> changed(engine.useCases()
                        .changeSession()
                        .change(new ChangeSession.Command(caller, which, null, Standing.ARCHIVED, null))));
        attempts.put(
                "delete",
                (caller, which) -> changed(engine.useCases().changeSession().delete(caller, which)));
        return attempts;
    }

    private static @Nullable Refusal moved(MarkRead.Outcome outcome) {
        return switch (outcome) {
            case MarkRead.Outcome.Moved ignored -> null;
            case MarkRead.Outcome.Refused(var refusal) -> refusal;
        };
    }

    private static @Nullable Refusal changed(ChangeSession.Outcome outcome) {
        return switch (outcome) {
            case ChangeSession.Outcome.Done ignored -> null;
            case ChangeSession.Outcome.Refused(var refusal) -> refusal;
        };
    }

    @Test
    void the_owner_may_do_everything() {
        reading()
                .forEach((what, attempt) ->
                        assertThat(attempt.by(OWNER, session)).as(what).isNull());
        writing()
                .forEach((what, attempt) ->
                        assertThat(attempt.by(OWNER, session)).as(what).isNull());
        assertThat(changed(engine.useCases().changeSession().restore(OWNER, session)))
                .isNull();
    }

    @Test
    void a_stranger_meets_what_one_meets_where_nothing_is() {
        var nowhere = new SessionId(UUID.randomUUID());
        for (Principal stranger : new Principal[] {COLLEAGUE, NAMESAKE, FOREIGN_READER}) {
            Map<String, Attempt> all = reading();
            all.putAll(writing());
            all.forEach((what, attempt) -> assertThat(attempt.by(stranger, session))
                    .as(what + " by " + stranger)
                    .isEqualTo(Refusal.sessionNotFound())
                    .isEqualTo(attempt.by(stranger, nowhere)));
        }
        assertThat(engine.useCases().followedSessions()).isZero();
    }

    @Test
    void who_reads_everything_may_read_and_not_touch() {
        for (Principal reader : new Principal[] {READER, MERE_READER}) {
            reading()
                    .forEach((what, attempt) ->
                            assertThat(attempt.by(reader, session)).as(what).isNull());
        }
        writing()
                .forEach((what, attempt) ->
                        assertThat(attempt.by(READER, session)).as(what).isEqualTo(Refusal.sessionNotFound()));
        writing()
                .forEach((what, attempt) -> assertThat(attempt.by(MERE_READER, session))
                        .as(what)
                        .extracting(Refusal::code)
                        .isEqualTo(ErrorCode.FORBIDDEN));
    }

    @Test
    void who_may_nothing_learns_nothing() {
        var nowhere = new SessionId(UUID.randomUUID());
        Map<String, Attempt> all = reading();
        all.putAll(writing());
        all.forEach((what, attempt) -> {
            Refusal refusal = attempt.by(POWERLESS, session);
            assertThat(refusal).as(what).isNotNull().isEqualTo(attempt.by(POWERLESS, nowhere));
            assertThat(refusal.code()).as(what).isEqualTo(ErrorCode.FORBIDDEN);
        });
        assertThat(engine.useCases().createSession().create(CreateSession.Command.plain(POWERLESS)))
                .isInstanceOfSatisfying(
                        CreateSession.Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(ErrorCode.FORBIDDEN));
    }

    @Test
    void a_list_holds_the_callers_own_sessions_alone() {
        for (Principal caller : new Principal[] {COLLEAGUE, NAMESAKE, READER}) {
            var list = (ReadSessions.ListOutcome.Page) engine.useCases()
                    .readSessions()
                    .list(new ReadSessions.Query(caller, null, ReadSessions.Sort.ACTIVITY, null, 10));
            assertThat(list.entries()).as("list of " + caller).isEmpty();
        }
        assertThat(engine.useCases()
                        .readSessions()
                        .list(new ReadSessions.Query(MERE_READER, null, ReadSessions.Sort.ACTIVITY, null, 10)))
                .isInstanceOf(ReadSessions.ListOutcome.Refused.class);
    }

    @Test
    void only_the_owner_undoes_a_deletion() {
        engine.useCases().changeSession().delete(OWNER, session);

        for (Principal stranger : new Principal[] {COLLEAGUE, NAMESAKE, READER}) {
            assertThat(changed(engine.useCases().changeSession().restore(stranger, session)))
                    .isEqualTo(Refusal.sessionNotFound());
        }
        assertThat(changed(engine.useCases().changeSession().restore(OWNER, session)))
                .isNull();
    }

    @Test
    void a_message_is_found_in_its_own_session_alone() {
        SessionId other = engine.createSession(OWNER);

        assertThat(engine.useCases().readHistory().message(OWNER, other, receipt.messageId()))
                .isEqualTo(engine.useCases().readHistory().message(OWNER, other, new MessageId(UUID.randomUUID())));
    }
}
