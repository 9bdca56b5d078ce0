package dev.parley.domain.session;

import static dev.parley.domain.fixture.Sessions.aSession;
import static dev.parley.domain.fixture.Sessions.sessionId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.fixture.Messages;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionTitle.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {

    @Test
    void its_id_is_written_in_lower_case() {
        assertThat(sessionId(0xABC)).hasToString("5e550000-0000-7000-8000-000000000abc");
        assertThatThrownBy(() -> new SessionId(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void only_a_closed_one_takes_no_messages() {
        assertThat(Standing.ACTIVE.takesMessages()).isTrue();
        assertThat(Standing.ARCHIVED.takesMessages()).isTrue();
        assertThat(Standing.CLOSED.takesMessages()).isFalse();
    }

    @Test
    void it_needs_no_title_name_or_context() {
        assertThat(aSession().title()).isNull();
        assertThat(aSession().ownerName()).isNull();
        assertThat(aSession().context()).isNull();
    }

    @Test
    void a_change_leaves_the_rest_as_it_was() {
        Session session = aSession();

        Session changed = session.ownedBy(new UserId("grace"), "Grace")
                .titled(new SessionTitle("a name", Origin.CHOSEN))
                .inStanding(Standing.CLOSED)
                .answeredBy(new AssistantName("lawyer"))
                .touched(session.updatedAt().plusSeconds(1));

        assertThat(changed)
                .isEqualTo(new Session(
                        session.id(),
                        session.tenant(),
                        new UserId("grace"),
                        "Grace",
                        session.locale(),
                        new SessionTitle("a name", Origin.CHOSEN),
                        new AssistantName("lawyer"),
                        session.context(),
                        session.metadata(),
                        Standing.CLOSED,
                        session.createdAt(),
                        session.updatedAt().plusSeconds(1)));
        assertThat(changed.ownedBy(new UserId("eve"), null).ownerName()).isEqualTo("Grace");
    }

    @Test
    void it_needs_an_owner() {
        Session session = aSession();

        assertThatThrownBy(() -> new Session(
                        session.id(),
                        session.tenant(),
                        null,
                        null,
                        "en",
                        null,
                        session.assistant(),
                        null,
                        "{}",
                        Standing.ACTIVE,
                        session.createdAt(),
                        session.updatedAt()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("owner");
    }

    @Test
    void a_title_has_1_to_255_units() {
        assertThat(title("a".repeat(255)).text()).hasSize(255);
        assertThat(title(" Grüße 😀 ").text()).isEqualTo(" Grüße 😀 ");
        assertThatThrownBy(() -> title("a".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> title("😀".repeat(128))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00A0\u200B", "a\nb", "a\tb", "a\0", "a\u2028b", "a\u0085b", "a\uD83D"})
    void a_title_is_one_line_with_something_on_it(String text) {
        assertThatThrownBy(() -> title(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_context_has_1_to_8000_code_points() {
        assertThat(new SessionContext("😀".repeat(8_000)).text()).hasSize(16_000);
        assertThat(new SessionContext("{\n\t\"order\": 7\r\n}").text()).contains("order");
        assertThatThrownBy(() -> new SessionContext("a".repeat(8_001))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "\u3000", "a\0b", "a\uD83D", "\uDE00a"})
    void a_context_is_text(String text) {
        assertThatThrownBy(() -> new SessionContext(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_summary_says_something_up_to_a_turn() {
        assertThat(new Summary("They met.", new Turn(3)).upTo()).isEqualTo(new Turn(3));
        assertThatThrownBy(() -> new Summary(" ", new Turn(3))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Summary("They met.", null)).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @EnumSource
    void only_an_ended_state_ends_a_reply(ReplyState state) {
        if (state.ended()) {
            assertThat(new SessionEvent.ReplyEnded(Messages.messageId(1), state).state())
                    .isEqualTo(state);
        } else {
            assertThatThrownBy(() -> new SessionEvent.ReplyEnded(Messages.messageId(1), state))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_changed_message_has_at_least_version_2() {
        assertThat(new SessionEvent.MessageUpdated(Messages.messageId(1), 2).version())
                .isEqualTo(2);
        assertThatThrownBy(() -> new SessionEvent.MessageUpdated(Messages.messageId(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SessionTitle title(String text) {
        return new SessionTitle(text, Origin.CHOSEN);
    }
}
