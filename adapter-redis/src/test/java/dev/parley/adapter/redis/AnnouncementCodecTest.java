package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Samples.AT;
import static dev.parley.adapter.redis.Samples.aKey;
import static dev.parley.adapter.redis.Samples.aiSays;
import static dev.parley.adapter.redis.Samples.anId;
import static dev.parley.adapter.redis.Samples.appended;
import static dev.parley.adapter.redis.Samples.event;
import static dev.parley.adapter.redis.Samples.eventWith;
import static dev.parley.adapter.redis.Samples.userSays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.Announcement.Appended;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementCodecTest {

    private static final SessionKey KEY = aKey();

    private final AnnouncementCodec here = new AnnouncementCodec("here");
    private final AnnouncementCodec there = new AnnouncementCodec("there");

    @ParameterizedTest
    @MethodSource("events")
    void every_event_arrives_as_it_was(SessionEvent event) {
        Appended announcement = appended(KEY, List.of(event(KEY, 7, event)));

        assertThat(sent(announcement)).containsExactly(announcement);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void every_message_arrives_as_it_was(Content content) {
        Appended announcement = appended(KEY, List.of(eventWith(KEY, content)));

        assertThat(sent(announcement)).containsExactly(announcement);
    }

    @Test
    void a_message_may_have_no_parent_and_no_model() {
        Place place = new Place(new Position(1), new Seq(1), new Turn(1), null, false);
        Content content = new Content.FromAi("", new ReplyEnding.Cancelled(), 0, null);
        Message message = new Message(anId(), KEY.session(), content, Message.NO_METADATA, AT, place, 1);
        SessionEvent added = new SessionEvent.MessageAdded(message.id(), MessageType.AI);
        Appended announcement = appended(KEY, List.of(new RecordedEvent(KEY, new Seq(1), AT, added, message)));

        assertThat(sent(announcement)).containsExactly(announcement);
    }

    @Test
    void a_wish_to_cancel_arrives_as_it_was() {
        Announcement announcement = new Announcement.CancelRequested(KEY, anId());

        assertThat(sent(announcement)).containsExactly(announcement);
    }

    @Test
    void cursors_arrive_as_they_were() {
        Announcement announcement = new Announcement.CursorsMoved(
                KEY, new UserId("grace"), new ConversationStore.ReadCursors(4_000_000_000L, 3));

        assertThat(sent(announcement)).containsExactly(announcement);
    }

    @Test
    void the_samples_are_all_there_are() {
        assertThat(events().<Class<?>>map(SessionEvent::getClass))
                .containsExactlyInAnyOrder(SessionEvent.class.getPermittedSubclasses());
        assertThat(contents().<Class<?>>map(Content::getClass).distinct())
                .containsExactlyInAnyOrder(Content.class.getPermittedSubclasses());
        assertThat(Samples.everyEnding().stream().<Class<?>>map(ReplyEnding::getClass))
                .containsExactlyInAnyOrder(ReplyEnding.class.getPermittedSubclasses());
    }

    @Test
    void a_long_text_is_left_out() {
        RecordedEvent fits = eventWith(KEY, userSays("x".repeat(MessageJson.LONGEST_TEXT)));
        RecordedEvent tooLong = eventWith(KEY, userSays("x".repeat(MessageJson.LONGEST_TEXT + 1)));

        assertThat(sent(appended(KEY, List.of(fits, tooLong))))
                .containsExactly(appended(KEY, List.of(fits, without(tooLong))));
    }

    @Test
    void a_payload_stays_small_whatever_is_announced() {
        List<RecordedEvent> events = new ArrayList<>();
        for (int seq = 1; seq <= 250; seq++) {
            Message message = Samples.message(KEY, userSays("\u0001".repeat(5_000)));
            SessionEvent added = new SessionEvent.MessageAdded(message.id(), MessageType.USER);
            events.add(new RecordedEvent(KEY, new Seq(seq), AT, added, message));
        }

        List<String> payloads = here.encode(appended(KEY, events));

        assertThat(payloads).hasSize(3).allMatch(payload -> payload.length() <= AnnouncementCodec.LONGEST);
        assertThat(payloads.stream()
                        .flatMap(
                                payload -> eventsOf(there.decodeForeign(payload).orElseThrow())))
                .containsExactlyElementsOf(
                        events.stream().map(AnnouncementCodecTest::without).toList());
    }

    @Test
    void a_nodes_own_announcement_is_known_to_it() {
        String payload = here.encode(Samples.renamed(KEY, 1)).getFirst();

        assertThat(here.decodeForeign(payload)).isEmpty();
        assertThat(there.decodeForeign(payload)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "5",
                "{}",
                "{'node':'there','kind':'appended'}",
                "{'node':'there','kind':'appended','tenant':'NO','session':'5c0f6d0e-8a53-4e0b-9a51-6d5b3f0f7a11','events':[]}",
                "{'node':'there','kind':'appended','tenant':'acme','session':'x','events':[]}",
                "{'node':'there','kind':'appended','tenant':'acme','session':'5c0f6d0e-8a53-4e0b-9a51-6d5b3f0f7a11','events':[]}",
                "{'node':'there','kind':'appended','tenant':'acme','session':'5c0f6d0e-8a53-4e0b-9a51-6d5b3f0f7a11','events':[{'kind':'session_renamed','seq':'1','at':'2026-03-01T10:00:00Z'}]}",
                "{'node':'there','kind':'appended','tenant':'acme','session':'5c0f6d0e-8a53-4e0b-9a51-6d5b3f0f7a11','events':[{'kind':'session_renamed','seq':1,'at':'today'}]}",
                "{'node':'there','kind':'appended','tenant':'acme','session':'5c0f6d0e-8a53-4e0b-9a51-6d5b3f0f7a11','events':[{'kind':'session_sold','seq':1,'at':'2026-03-01T10:00:00Z'}]}",
                "{'node':'there','kind':'sung','tenant':'acme','session':'5c0f6d0e-8a53-4e0b-9a51-6d5b3f0f7a11'}"
            })
    void what_can_not_be_understood_is_refused(String payload) {
        assertThatThrownBy(() -> here.decodeForeign(payload.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<SessionEvent> events() {
        return Samples.everyEvent().stream();
    }

    static Stream<Content> contents() {
        Stream<Content> replies = Samples.everyEnding().stream().map(ending -> aiSays("Hi 🥣", ending));
        return Stream.concat(
                replies,
                Stream.of(
                        userSays("tab\tCRLF\r\n e\u0301 \"quoted\" 🏳️‍🌈  "),
                        new Content.FromSystem("notice"),
                        new Content.FromAgent("hello", new UserId("agent-7"))));
    }

    private List<Announcement> sent(Announcement announcement) {
        return here.encode(announcement).stream()
                .map(payload -> there.decodeForeign(payload).orElseThrow())
                .toList();
    }

    private static Stream<RecordedEvent> eventsOf(Announcement announcement) {
        return ((Appended) announcement).events().stream();
    }

    private static RecordedEvent without(RecordedEvent event) {
        return new RecordedEvent(event.session(), event.seq(), event.at(), event.event(), null);
    }
}
