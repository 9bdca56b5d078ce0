package dev.parley.domain.message;

import static dev.parley.domain.fixture.Messages.agentSays;
import static dev.parley.domain.fixture.Messages.aiSays;
import static dev.parley.domain.fixture.Messages.systemSays;
import static dev.parley.domain.fixture.Messages.userSays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.fixture.Messages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    @Test
    void its_content_says_who_speaks() {
        assertThat(userSays("hi", 1, 1).content().type()).isEqualTo(MessageType.USER);
        assertThat(aiSays("hi", 1, 1).content().type()).isEqualTo(MessageType.AI);
        assertThat(systemSays("hi", 1, 1).content().type()).isEqualTo(MessageType.SYSTEM);
        assertThat(agentSays("hi", 1, 1).content().type()).isEqualTo(MessageType.AGENT);
    }

    @Test
    void its_text_is_the_content_s() {
        assertThat(userSays("  hi \r\n", 1, 1).text()).isEqualTo("  hi \r\n");
    }

    @Test
    void versions_count_from_1() {
        Message message = userSays("hi", 1, 1);

        assertThatThrownBy(() -> new Message(
                        message.id(),
                        message.session(),
                        message.content(),
                        message.metadata(),
                        message.createdAt(),
                        message.place(),
                        0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_reply_that_no_attempt_wrote_has_attempt_0() {
        assertThat(new Content.FromAi("", Messages.COMPLETED, 0, null).attempt())
                .isZero();
        assertThatThrownBy(() -> new Content.FromAi("", Messages.COMPLETED, -1, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "c-1", "a b", " ", "ä😀", "{}", "\u00A0"})
    void any_printable_name_is_a_client_message_id(String name) {
        assertThat(new ClientMessageId(name)).hasToString(name);
    }

    @Test
    void a_client_message_id_has_1_to_64_units() {
        assertThat(new ClientMessageId("a".repeat(64)).value()).hasSize(64);
        assertThatThrownBy(() -> new ClientMessageId("a".repeat(65))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientMessageId("😀".repeat(33))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientMessageId("")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\n", "\t", "\u007F", "\u0085", "\u2028", "a\uD83D", "\uDE00"})
    void an_unprintable_client_message_id_is_refused(String name) {
        assertThatThrownBy(() -> new ClientMessageId(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nulls_are_refused_where_they_are_made() {
        assertThatThrownBy(() -> new MessageId(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new ClientMessageId(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new Content.FromSystem(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new Content.FromAgent("hi", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new Content.FromUser("hi", Messages.AGENT, null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new Content.FromAi("hi", null, 1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new Place(new Position(1), new Seq(1), null, null, true))
                .isInstanceOf(NullPointerException.class);
    }
}
