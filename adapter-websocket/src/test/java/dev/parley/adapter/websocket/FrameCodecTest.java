package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.in.UserChange;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.message.Turn;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.preference.Preferences;
import dev.parley.domain.preference.Theme;
import dev.parley.domain.preference.TypingSpeed;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.Standing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {

    private static final String HASH = TextDigest.sha256("Hi \uD83D\uDE00");
    private static final String IN_SESSION = "\"session_id\":\"00000000-0000-4000-8000-000000000001\"";
    private static final String REPLY = "\"message_id\":\"00000000-0000-4000-8000-000000000003\"";
    private static final String QUESTION = "00000000-0000-4000-8000-000000000002";
    private static final String SESSION_JSON = "{" + IN_SESSION
            + ",\"created_at\":\"2024-01-01T12:00:00.000Z\",\"updated_at\":\"2024-01-01T12:00:00.000Z\","
            + "\"title\":\"Trains\",\"title_generated\":false,\"assistant\":\"default\",\"is_active\":true,"
            + "\"closed\":false,\"last_seq\":7,\"message_count\":4,"
            + "\"summary\":{\"text\":\"We spoke of trains.\",\"up_to_turn\":1}}";
    private static final String END = ",\"full_response\":\"Hi \uD83D\uDE00\",\"seq\":3,\"position\":2,"
            + "\"created_at\":\"2024-01-01T12:00:00.000Z\",\"model\":\"by-hand\",\"reply_to\":\"" + QUESTION
            + "\",\"text_sha256\":\"" + HASH + "\"";

    private final FrameCodec codec = new FrameCodec("parley.v1", 65_536);

    private String json(ServerFrame frame) {
        return codec.encode(Frames.SESSION, frame);
    }

    @Test
    void system() {
        assertThat(json(new ServerFrame.Connected(Frames.view())))
                .isEqualTo("{\"type\":\"system\",\"message\":\"connected\",\"protocol\":\"parley.v1\",\"session_info\":"
                        + SESSION_JSON + "}");
    }

    @Test
    void message_accepted() {
        assertThat(json(accepted(new SendMessage.Place(new Seq(2), new Position(1)))))
                .isEqualTo("{\"type\":\"message_accepted\"," + IN_SESSION + ",\"client_message_id\":\"m-1\","
                        + "\"message_id\":\"" + QUESTION + "\",\"reply_id\":\"00000000-0000-4000-8000-000000000003\","
                        + "\"seq\":2,\"position\":1,\"durability\":\"db\",\"duplicate\":true}");
    }

    @Test
    void a_message_that_waits_in_the_journal_has_no_place_yet() {
        assertThat(json(accepted(null)))
                .isEqualTo("{\"type\":\"message_accepted\"," + IN_SESSION + ",\"client_message_id\":\"m-1\","
                        + "\"message_id\":\"" + QUESTION + "\",\"reply_id\":\"00000000-0000-4000-8000-000000000003\","
                        + "\"durability\":\"journal\",\"duplicate\":true}");
    }

    private static ServerFrame accepted(SendMessage.@Nullable Place place) {
        return new ServerFrame.MessageAccepted("m-1", Frames.QUESTION, Frames.REPLY, place, true);
    }

    @Test
    void message_and_message_updated() {
        String message = ",\"seq\":2,\"message\":{\"message_id\":\"" + QUESTION
                + "\",\"type\":\"user\",\"content\":\"hello\",\"created_at\":\"2024-01-01T12:00:00.000Z\","
                + "\"position\":1,\"seq\":2,\"version\":1,\"turn\":1,\"is_active\":true,\"metadata\":{\"page\":7},"
                + "\"author\":\"ada\",\"client_message_id\":\"m-1\"}}";

        assertThat(json(new ServerFrame.MessageChanged(2, Frames.question(), false)))
                .isEqualTo("{\"type\":\"message\"," + IN_SESSION + message);
        assertThat(json(new ServerFrame.MessageChanged(2, Frames.question(), true)))
                .isEqualTo("{\"type\":\"message_updated\"," + IN_SESSION + message);
    }

    @Test
    void a_message_of_the_model_tells_how_it_ended() {
        assertThat(json(new ServerFrame.MessageChanged(
                        3, Frames.ended(Frames.COMPLETED).message(), true)))
                .contains("\"type\":\"ai\"", "\"state\":\"complete\"", "\"finish_reason\":\"stop\"", "\"usage\":{")
                .contains("\"parent_id\":\"" + QUESTION + "\"");
        assertThat(json(new ServerFrame.MessageChanged(
                        3, Frames.ended(Frames.FAILED).message(), true)))
                .contains("\"state\":\"failed\"", "\"error_code\":\"AI_TIMEOUT\"", "\"retryable\":true")
                .doesNotContain("usage", "60 s");
    }

    @Test
    void messages_of_agents_and_of_the_system() {
        var place = new Place(new Position(1), new Seq(2), new Turn(1), null, true);
        var system = new Message(
                Frames.QUESTION, Frames.SESSION, new Content.FromSystem("note"), "{}", Frames.THEN, place, 1);
        var agent = new Message(
                Frames.QUESTION,
                Frames.SESSION,
                new Content.FromAgent("I am here", new UserId("bob")),
                "{}",
                Frames.THEN,
                place,
                1);

        assertThat(json(new ServerFrame.MessageChanged(2, system, false)))
                .contains("\"type\":\"system\"")
                .doesNotContain("author");
        assertThat(json(new ServerFrame.MessageChanged(2, agent, false)))
                .contains("\"type\":\"agent\"", "\"author\":\"bob\"");
    }

    @Test
    void session_updated() {
        var renamed =
                new FeedItem.SessionChanged(new Seq(4), Frames.THEN, new SessionEvent.SessionRenamed(), Frames.view());
        var deleted = new FeedItem.SessionChanged(new Seq(5), Frames.THEN, new SessionEvent.SessionDeleted(), null);

        assertThat(json(new ServerFrame.SessionUpdated(renamed)))
                .isEqualTo("{\"type\":\"session_updated\"," + IN_SESSION
                        + ",\"seq\":4,\"change\":\"renamed\",\"at\":\"2024-01-01T12:00:00.000Z\",\"session\":"
                        + SESSION_JSON + "}");
        assertThat(json(new ServerFrame.SessionUpdated(deleted)))
                .isEqualTo("{\"type\":\"session_updated\"," + IN_SESSION
                        + ",\"seq\":5,\"change\":\"deleted\",\"at\":\"2024-01-01T12:00:00.000Z\"}");
    }

    @Test
    void every_change_has_a_name_of_its_own() {
        var events = List.of(
                new SessionEvent.SessionCreated(),
                new SessionEvent.MessageAdded(Frames.QUESTION, MessageType.USER),
                new SessionEvent.MessageUpdated(Frames.QUESTION, 2),
                new SessionEvent.ReplyEnded(Frames.REPLY, ReplyState.COMPLETE),
                new SessionEvent.SessionRenamed(),
                new SessionEvent.AssistantChanged(),
                new SessionEvent.StandingChanged(Standing.CLOSED),
                new SessionEvent.SessionDeleted(),
                new SessionEvent.SessionRestored(),
                new SessionEvent.OwnerChanged(),
                new SessionEvent.SummaryUpdated(new Turn(1)));
        var names = new HashSet<String>();
        for (SessionEvent event : events) {
            String json = json(
                    new ServerFrame.SessionUpdated(new FeedItem.SessionChanged(new Seq(1), Frames.THEN, event, null)));
            names.add(ChatClient.json(json).path("change").asText());
        }

        assertThat(names).hasSameSizeAs(events);
    }

    @Test
    void resumed() {
        assertThat(json(new ServerFrame.Resumed(7, true)))
                .isEqualTo("{\"type\":\"resumed\"," + IN_SESSION + ",\"last_seq\":7,\"complete\":true}");
        assertThat(json(new ServerFrame.Resumed(7, false)))
                .isEqualTo(
                        "{\"type\":\"resumed\"," + IN_SESSION + ",\"last_seq\":7,\"complete\":false,\"reload\":true}");
    }

    @Test
    void a_users_socket_has_numbers_of_its_own_and_no_session() {
        assertThat(codec.encode(null, new ServerFrame.Resumed(7, true)))
                .isEqualTo("{\"type\":\"resumed\",\"last_user_seq\":7,\"complete\":true}");
        assertThat(codec.encode(null, new ServerFrame.Pong(7))).isEqualTo("{\"type\":\"pong\",\"last_user_seq\":7}");
        assertThat(codec.encode(null, new ServerFrame.Heartbeat(7)))
                .isEqualTo("{\"type\":\"heartbeat\",\"last_user_seq\":7}");
        assertThat(codec.encode(null, new ServerFrame.UserConnected(new UserId("ada"), 7)))
                .isEqualTo("{\"type\":\"system\",\"message\":\"connected\",\"protocol\":\"parley.v1\","
                        + "\"user_info\":{\"user_id\":\"ada\",\"last_user_seq\":7}}");
    }

    @Test
    void session_changed_and_removed() {
        assertThat(codec.encode(null, new ServerFrame.ListChanged(7, Frames.listed())))
                .isEqualTo("{\"type\":\"session_changed\",\"user_seq\":7,\"session\":{" + IN_SESSION
                        + ",\"created_at\":\"2024-01-01T12:00:00.000Z\",\"updated_at\":\"2024-01-01T12:00:00.000Z\","
                        + "\"title\":\"Trains\",\"title_generated\":true,\"assistant\":\"default\",\"is_active\":false,"
                        + "\"closed\":false,\"message_count\":4,\"last_message_preview\":\"The night train\","
                        + "\"unread_count\":1}}");
        assertThat(codec.encode(null, new ServerFrame.ListShrunk(8, Frames.SESSION)))
                .isEqualTo("{\"type\":\"session_removed\",\"user_seq\":8," + IN_SESSION + "}");
    }

    @Test
    void preferences_changed() {
        var changed = new UserChange.PreferencesChanged(Preferences.STANDARD, Frames.THEN);

        assertThat(codec.encode(null, new ServerFrame.PreferencesChanged(7, changed)))
                .isEqualTo("{\"type\":\"preferences_changed\",\"user_seq\":7,\"preferences\":{\"locale\":null,"
                        + "\"theme\":\"system\",\"typing_speed\":\"normal\",\"send_on_enter\":true,"
                        + "\"default_assistant\":null,\"model\":null,\"temperature\":null,\"max_tokens\":null,"
                        + "\"updated_at\":\"2024-01-01T12:00:00.000Z\"}}");
    }

    @Test
    void preferences_tell_how_somebody_wants_to_be_answered() {
        var chosen = new Preferences(
                null, Theme.SYSTEM, TypingSpeed.NORMAL, true, null, new ModelPreferences("gpt-4.1", 0.3, 500));
        var changed = new UserChange.PreferencesChanged(chosen, Frames.THEN);

        assertThat(codec.encode(null, new ServerFrame.PreferencesChanged(7, changed)))
                .contains("\"model\":\"gpt-4.1\",\"temperature\":0.3,\"max_tokens\":500,");
    }

    @Test
    void ai_started_and_ai_snapshot() {
        String tail = "\"model\":\"by-hand\",\"reply_to\":\"" + QUESTION + "\"}";

        assertThat(json(new ServerFrame.AiStarted(
                        new FeedItem.ReplyStarted(Frames.REPLY, 2, 9, "by-hand", Frames.QUESTION))))
                .isEqualTo("{\"type\":\"ai_started\"," + IN_SESSION + "," + REPLY + ",\"attempt\":2,\"base_offset\":9,"
                        + tail);
        assertThat(json(new ServerFrame.AiSnapshot(
                        new FeedItem.ReplySnapshot(Frames.REPLY, 2, "So far", "by-hand", Frames.QUESTION))))
                .isEqualTo("{\"type\":\"ai_snapshot\"," + IN_SESSION + "," + REPLY
                        + ",\"attempt\":2,\"content\":\"So far\"," + tail);
    }

    @Test
    void ai_chunk() {
        assertThat(json(new ServerFrame.AiChunk(new FeedItem.ReplyPiece(Frames.REPLY, 1, 2, " \"\uD83D\uDE00\"\n"), 3)))
                .isEqualTo("{\"type\":\"ai_chunk\"," + IN_SESSION
                        + ",\"content\":\" \\\"\uD83D\uDE00\\\"\\n\",\"chunk_index\":3,\"is_complete\":false," + REPLY
                        + ",\"attempt\":1,\"offset\":2}");
    }

    @Test
    void ai_complete() {
        assertThat(json(new ServerFrame.AiComplete(Frames.ended(Frames.COMPLETED), Frames.COMPLETED)))
                .isEqualTo("{\"type\":\"ai_complete\"," + IN_SESSION + "," + REPLY + ",\"attempt\":1" + END
                        + ",\"token_count\":5,\"finish_reason\":\"stop\","
                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"estimated\":false}}");
    }

    @Test
    void the_other_endings() {
        String head = IN_SESSION + "," + REPLY + ",\"attempt\":1" + END;
        var cancelled = new ReplyEnding.Cancelled();
        var interrupted = new ReplyEnding.Interrupted();

        assertThat(json(new ServerFrame.AiCancelled(Frames.ended(cancelled))))
                .isEqualTo("{\"type\":\"ai_cancelled\"," + head + "}");
        assertThat(json(new ServerFrame.AiInterrupted(Frames.ended(interrupted))))
                .isEqualTo("{\"type\":\"ai_interrupted\"," + head + "}");
        assertThat(json(new ServerFrame.AiFailed(Frames.ended(Frames.FAILED), Frames.FAILED)))
                .isEqualTo("{\"type\":\"ai_failed\"," + head + ",\"error_code\":\"AI_TIMEOUT\",\"retryable\":true}");
    }

    @Test
    void the_small_ones() {
        assertThat(json(new ServerFrame.Receipt(2, 1)))
                .isEqualTo("{\"type\":\"receipt\"," + IN_SESSION + ",\"delivered_up_to\":2,\"read_up_to\":1}");
        assertThat(json(new ServerFrame.Pong(7))).isEqualTo("{\"type\":\"pong\"," + IN_SESSION + ",\"last_seq\":7}");
        assertThat(json(new ServerFrame.Heartbeat(7)))
                .isEqualTo("{\"type\":\"heartbeat\"," + IN_SESSION + ",\"last_seq\":7}");
        assertThat(json(new ServerFrame.Draining(Duration.ofMillis(1_234))))
                .isEqualTo("{\"type\":\"draining\"," + IN_SESSION + ",\"reconnect_after_ms\":1234}");
    }

    @Test
    void error() {
        var refusal = new Refusal(ErrorCode.MESSAGE_TOO_LONG, "message", "must have at most 4000 characters");

        assertThat(json(ServerFrame.Failure.of(refusal, new ClientFrame.Reference("m-1", null))))
                .isEqualTo("{\"type\":\"error\"," + IN_SESSION + ",\"error_code\":\"MESSAGE_TOO_LONG\","
                        + "\"message\":\"That message is too long.\","
                        + "\"details\":\"message: must have at most 4000 characters\",\"retryable\":false,"
                        + "\"field\":\"message\",\"client_message_id\":\"m-1\"}");
    }

    @Test
    void a_buffer_is_used_again_and_again() {
        var buffer = new TextBuffer();
        String large = "x".repeat(100_000);
        for (String text : new String[] {"one", large, "two"}) {
            var piece = new FeedItem.ReplyPiece(Frames.REPLY, 1, 0, text);
            var frame = new ServerFrame.AiChunk(piece, 1);

            assertThat(codec.encode(Frames.SESSION, frame, buffer)).isEqualTo(json(frame));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-01T12:00:00Z",
                "2024-01-01T12:00:00.123456Z",
                "2024-01-01T12:00:00+01:00",
                "2024-02-29T23:59:59-11:30"
            })
    void a_time_may_have_any_offset(String timestamp) {
        var reading = codec.decode("{\"type\":\"user_message\"," + IN_SESSION + ",\"message\":\"hi\",\"timestamp\":\""
                + timestamp + "\"}");

        assertThat(reading).isInstanceOf(FrameReader.Reading.Understood.class);
    }

    @Test
    void a_message_is_read_with_all_it_has() {
        var reading = codec.decode("{\"type\":\"user_message\"," + IN_SESSION
                + ",\"message\":\" \\u00e4\\n\\ud83d\\ude00 \",\"client_message_id\":\"m-1\","
                + "\"metadata\":{\"a\":[1,2.50,{\"b\":null}]},\"later\":{\"type\":\"x\"}}");

        assertThat(reading)
                .isEqualTo(new FrameReader.Reading.Understood(new ClientFrame.UserMessage(
                        Frames.SESSION, " \u00e4\n\uD83D\uDE00 ", "m-1", "{\"a\":[1,2.50,{\"b\":null}]}")));
    }
}
