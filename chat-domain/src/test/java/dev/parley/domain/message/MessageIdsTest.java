package dev.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.fixture.Texts;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.SessionId;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final SessionId SESSION = new SessionId(UUID.fromString("00000000-0000-0000-0000-000000000001"));
    private static final UserId ANN = new UserId("ann");
    private static final ClientMessageId FIRST = new ClientMessageId("c-1");

    /** Worked out outside Java. They must never change: stored messages are recognised by them. */
    @Test
    void the_ids_are_the_known_ones() {
        MessageId message = MessageIds.ofMessage(TENANT, SESSION, ANN, FIRST);

        assertThat(message).hasToString("7d8522e2-c4ab-569f-b71a-2a40b24a291a");
        assertThat(MessageIds.ofMessage(TENANT, SESSION, ANN, new ClientMessageId("ä😀")))
                .hasToString("4ea4e193-dab7-5fb1-951d-8c7466a8017a");
        assertThat(MessageIds.ofReply(message, 1)).hasToString("acf4a1d1-ae5b-5cca-889b-edf5f161a94d");
        assertThat(MessageIds.ofReply(message, 2)).hasToString("3ccd8921-9725-5969-a628-4b07786dc19a");
        assertThat(MessageIds.ofSession(TENANT, ANN, FIRST)).hasToString("81a500ed-69e6-553e-83dd-129686e4168c");
    }

    @Test
    void they_are_uuids_of_version_5() {
        var random = new Random(5);

        var ids = Stream.generate(() -> new ClientMessageId("c" + random.nextLong()))
                .limit(200)
                .map(id -> MessageIds.ofMessage(TENANT, SESSION, ANN, id).value());

        assertThat(ids).allMatch(id -> id.version() == 5 && id.variant() == 2);
    }

    @Test
    void each_part_counts() {
        var other = new SessionId(UUID.fromString("00000000-0000-0000-0000-000000000002"));

        assertThat(Stream.of(
                        MessageIds.ofMessage(TENANT, SESSION, ANN, FIRST),
                        MessageIds.ofMessage(new TenantId("acme"), SESSION, ANN, FIRST),
                        MessageIds.ofMessage(TENANT, other, ANN, FIRST),
                        MessageIds.ofMessage(TENANT, SESSION, new UserId("bob"), FIRST),
                        MessageIds.ofMessage(TENANT, SESSION, ANN, new ClientMessageId("c-2")),
                        MessageIds.ofMessage(TENANT, SESSION, ANN, new ClientMessageId("C-1"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void the_border_between_parts_counts() {
        assertThat(MessageIds.ofSession(new TenantId("ab"), new UserId("c"), FIRST))
                .isNotEqualTo(MessageIds.ofSession(new TenantId("a"), new UserId("bc"), FIRST));
        assertThat(MessageIds.ofMessage(TENANT, SESSION, new UserId("a"), new ClientMessageId("b-1")))
                .isNotEqualTo(MessageIds.ofMessage(TENANT, SESSION, new UserId("ab"), new ClientMessageId("-1")));
    }

    @Test
    void a_resend_has_the_same_id() {
        assertThat(MessageIds.ofMessage(TENANT, SESSION, ANN, new ClientMessageId("c-1")))
                .isEqualTo(MessageIds.ofMessage(TENANT, SESSION, ANN, FIRST));
    }

    @Test
    void no_two_of_many_are_the_same() {
        var random = new Random(7);
        Set<ClientMessageId> names = new HashSet<>();
        Stream.generate(() -> Texts.random(random, 1 + random.nextInt(5)))
                .filter(Predicate.not(MessageIdsTest::holdsControls))
                .limit(5_000)
                .map(ClientMessageId::new)
                .forEach(names::add);

        assertThat(names.stream().map(name -> MessageIds.ofMessage(TENANT, SESSION, ANN, name)))
                .doesNotHaveDuplicates();
    }

    @Test
    void replies_are_counted_from_1() {
        assertThatThrownBy(() -> MessageIds.ofReply(new MessageId(SESSION.value()), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean holdsControls(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }
}
