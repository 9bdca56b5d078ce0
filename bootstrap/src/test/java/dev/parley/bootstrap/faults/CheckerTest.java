package dev.parley.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.bootstrap.e2e.Api;
import dev.parley.bootstrap.e2e.Broken;
import dev.parley.bootstrap.e2e.Invariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A history in which all is well, and one for each way in which it may not be. */
class CheckerTest {

    private static final Question QUESTION = new Question("tale-1", 3, 1);
    private static final String WHOLE = QUESTION.answer(7);
    private static final int CUT = WHOLE.indexOf(' ') + 1;
    private static final int ACCEPTED = 0;
    private static final int STARTED = 1;
    private static final int FIRST = 2;
    private static final int SECOND = 3;
    private static final int END = 4;
    private static final int USER = 0;
    private static final int AI = 1;

    private final List<ObjectNode> heard = new ArrayList<>();
    private final List<ObjectNode> other = new ArrayList<>();
    private final List<ObjectNode> stored = new ArrayList<>();
    private boolean writing;

    @BeforeEach
    void allIsWell() {
        heard.add(accepted("db").put("seq", 1).put("position", 1));
        heard.addAll(reply(1, WHOLE));
        other.add(frame("message").put("seq", 1));
        other.addAll(reply(1, WHOLE));
        stored.add(Api.JSON
                .createObjectNode()
                .put("type", "user")
                .put("message_id", "u-1")
                .put("client_message_id", "m-1")
                .put("content", QUESTION.text())
                .put("position", 1));
        stored.add(Api.JSON
                .createObjectNode()
                .put("type", "ai")
                .put("message_id", "r-1")
                .put("reply_to", "u-1")
                .put("content", WHOLE)
                .put("state", "complete")
                .put("text_sha256", Checker.sha256(WHOLE))
                .put("position", 2));
    }

    private static ObjectNode frame(String type) {
        return Api.JSON.createObjectNode().put("type", type).put("session_id", "s-1");
    }

    private static ObjectNode accepted(String durability) {
        return frame("message_accepted")
                .put("client_message_id", "m-1")
                .put("message_id", "u-1")
                .put("reply_id", "r-1")
                .put("durability", durability)
                .put("duplicate", false);
    }

    private static ObjectNode started(int attempt) {
        return frame("ai_started")
                .put("message_id", "r-1")
                .put("attempt", attempt)
                .put("base_offset", 0);
    }

    private static ObjectNode chunk(int attempt, int index, int offset, String content) {
        return frame("ai_chunk")
                .put("message_id", "r-1")
                .put("attempt", attempt)
                .put("chunk_index", index)
                .put("is_complete", false)
                .put("offset", offset)
                .put("content", content);
    }

    private static List<ObjectNode> reply(int attempt, String text) {
        return List.of(
                started(attempt),
                chunk(attempt, 1, 0, text.substring(0, CUT)),
                chunk(attempt, 2, CUT, text.substring(CUT)),
                frame("ai_complete")
                        .put("message_id", "r-1")
                        .put("attempt", attempt)
                        .put("full_response", text)
                        .put("text_sha256", Checker.sha256(text))
                        .put("seq", 2));
    }

    private static History history(String who, List<? extends JsonNode> frames) {
        var history = new History(who).connected("somewhere");
        frames.forEach(history::heard);
        return history;
    }

    private List<Broken> check() {
        return Checker.check(
                Map.of("m-1", QUESTION.text()),
                List.of(history("one", heard), history("other", other)),
                new Stored("s-1", List.copyOf(stored), writing, 2));
    }

    private void isFound(Invariant invariant) {
        assertThat(check()).extracting(Broken::invariant).contains(invariant);
    }

    @Test
    void nothing_is_found_where_all_is_well() {
        assertThat(check()).isEmpty();
    }

    @Test
    void nothing_is_found_where_a_device_came_back_and_an_attempt_was_begun_anew() {
        heard.addAll(
                STARTED, List.of(started(1), chunk(1, 1, 0, QUESTION.answer(3).substring(0, CUT))));
        for (ObjectNode frame : heard.subList(STARTED + 2, heard.size())) {
            frame.put("attempt", 2);
        }
        other.clear();
        other.add(frame("message").put("seq", 1));
        other.addAll(reply(2, WHOLE));

        assertThat(check()).isEmpty();
    }

    @Test
    void nothing_is_found_where_a_message_was_in_the_journal_first() {
        heard.addFirst(accepted("journal"));

        assertThat(check()).isEmpty();
    }

    @Test
    void i1_a_missing_piece_is_found() {
        heard.remove(FIRST);

        isFound(Invariant.I1_CONTIGUOUS);
    }

    @Test
    void i1_an_event_told_twice_is_found() {
        other.add(1, frame("message").put("seq", 1));

        isFound(Invariant.I1_CONTIGUOUS);
    }

    @Test
    void i1_an_event_that_one_was_never_told_is_found() {
        assertThat(Checker.check(
                        Map.of("m-1", QUESTION.text()),
                        List.of(history("one", heard)),
                        new Stored("s-1", List.copyOf(stored), false, 3)))
                .extracting(Broken::invariant)
                .containsExactly(Invariant.I1_CONTIGUOUS);
    }

    @Test
    void i2_another_text_in_the_store_is_found() {
        stored.get(AI).put("content", QUESTION.answer(8));

        isFound(Invariant.I2_SAME_TEXT);
    }

    @Test
    void i2_a_complete_reply_that_lacks_a_word_everywhere_is_found() {
        String part = WHOLE.substring(0, WHOLE.length() - 9);
        heard.subList(STARTED, heard.size()).clear();
        heard.addAll(reply(1, part));
        other.subList(STARTED, other.size()).clear();
        other.addAll(reply(1, part));
        stored.get(AI).put("content", part).put("text_sha256", Checker.sha256(part));

        isFound(Invariant.I2_SAME_TEXT);
    }

    @Test
    void i2_a_doubled_word_is_found() {
        heard.get(SECOND).put("content", WHOLE.substring(0, CUT) + WHOLE.substring(CUT));

        isFound(Invariant.I2_SAME_TEXT);
    }

    @Test
    void i3_a_wrong_hash_is_found() {
        heard.get(END).put("text_sha256", Checker.sha256("something else"));

        isFound(Invariant.I3_HASH);
    }

    @Test
    void i3_a_wrong_hash_in_the_store_is_found() {
        stored.get(AI).put("text_sha256", Checker.sha256("something else"));

        isFound(Invariant.I3_HASH);
    }

    @Test
    void i4_text_after_the_end_is_found() {
        heard.add(chunk(1, 3, WHOLE.length(), "more "));

        isFound(Invariant.I4_ONE_END);
    }

    @Test
    void i5_an_attempt_of_before_is_found() {
        heard.add(STARTED, started(2));

        isFound(Invariant.I5_ATTEMPTS_RISE);
    }

    @Test
    void i6_two_writers_of_one_attempt_are_found() {
        other.get(FIRST).put("content", QUESTION.answer(8).substring(0, CUT));

        isFound(Invariant.I6_ONE_WRITER);
    }

    @Test
    void i6_words_of_two_calls_in_one_attempt_are_found_by_one_reader_alone() {
        heard.get(SECOND).put("content", QUESTION.answer(8).substring(CUT));
        other.clear();
        other.addAll(List.of(frame("message").put("seq", 1)));

        isFound(Invariant.I6_ONE_WRITER);
    }

    @Test
    void i7_an_acknowledged_message_that_is_not_there_is_found() {
        stored.remove(USER);

        isFound(Invariant.I7_KEPT);
    }

    @Test
    void i7_one_that_was_in_a_journal_only_is_found() {
        heard.set(ACCEPTED, accepted("journal"));
        stored.remove(USER);

        isFound(Invariant.I7_KEPT);
    }

    @Test
    void i8_a_message_that_is_there_twice_is_found() {
        stored.add(stored.get(USER).deepCopy().put("position", 3));

        isFound(Invariant.I8_ONCE);
    }

    @Test
    void i8_a_question_with_two_replies_is_found() {
        stored.add(stored.get(AI).deepCopy().put("message_id", "r-2").put("position", 3));

        isFound(Invariant.I8_ONCE);
    }

    @Test
    void i9_a_reply_without_an_end_is_found() {
        stored.get(AI).put("state", "streaming");

        isFound(Invariant.I9_ENDS);
    }

    @Test
    void i9_a_reply_that_is_still_written_is_found() {
        writing = true;

        isFound(Invariant.I9_ENDS);
    }

    @Test
    void i9_an_end_that_one_was_never_told_is_found() {
        heard.remove(END);

        isFound(Invariant.I9_ENDS);
    }

    @Test
    void i9_a_question_without_a_reply_is_found() {
        stored.remove(AI);

        isFound(Invariant.I9_ENDS);
    }

    @Test
    void i10_a_frame_of_another_session_is_found() {
        heard.get(FIRST).put("session_id", "s-2");

        isFound(Invariant.I10_OWN);
    }

    @Test
    void i10_words_of_another_conversation_are_found() {
        heard.get(SECOND).put("content", new Question("gossip-4", 3, 1).answer(5));

        isFound(Invariant.I10_OWN);
    }

    @Test
    void a_question_is_what_it_was_when_it_was_asked() {
        assertThat(Question.of(QUESTION.text())).isEqualTo(QUESTION);
        assertThat(IntStream.rangeClosed(0, WHOLE.length()).filter(at -> WHOLE.charAt(Math.max(0, at - 1)) == ' '))
                .allSatisfy(at ->
                        assertThat(QUESTION.isBegun(WHOLE.substring(0, at))).isTrue());
        assertThat(QUESTION.isWhole(WHOLE)).isTrue();
        assertThat(QUESTION.isWhole(WHOLE.substring(0, CUT))).isFalse();
    }
}
