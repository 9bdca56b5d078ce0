package dev.parley.bootstrap.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameParserTest {

    static Stream<Arguments> frames() {
        return Stream.of(
                Arguments.of("{'type':'system','message':'connected','session_info':{}}", new Frame.Connected()),
                Arguments.of("{'type':'resumed','last_seq':7,'complete':true}", new Frame.Resumed(7, true)),
                Arguments.of(
                        "{'type':'resumed','last_seq':7,'complete':false,'reload':true}", new Frame.Resumed(7, false)),
                Arguments.of(
                        "{'type':'message_accepted','client_message_id':'c','message_id':'m','reply_id':'r','seq':3,"
                                + "'position':1,'durability':'db','duplicate':false}",
                        new Frame.Accepted("c", "r", 3L, true, false)),
                Arguments.of(
                        "{'type':'message_accepted','client_message_id':'c','message_id':'m','reply_id':'r',"
                                + "'durability':'journal','duplicate':true}",
                        new Frame.Accepted("c", "r", null, false, true)),
                Arguments.of(
                        "{'type':'message','seq':3,'message':{'type':'user','content':'hi','client_message_id':'c'}}",
                        new Frame.MessageChanged(3, "user", "hi", "c", false)),
                Arguments.of(
                        "{'type':'message_updated','seq':3,'message':{'type':'agent','content':'hi'}}",
                        new Frame.MessageChanged(3, "agent", "hi", null, true)),
                Arguments.of(
                        "{'type':'session_updated','seq':3,'change':'renamed'}",
                        new Frame.SessionChanged(3, "renamed")),
                Arguments.of(
                        "{'type':'session_updated','seq':3,'change':'deleted'}",
                        new Frame.SessionChanged(3, "deleted")),
                Arguments.of(
                        "{'type':'session_updated','seq':3,'change':'deleted','session':{'session_id':'s'}}",
                        new Frame.SessionChanged(3, "restored")),
                Arguments.of(
                        "{'type':'ai_started','message_id':'r','attempt':2,'base_offset':4}",
                        new Frame.Started("r", 2, 4)),
                Arguments.of(
                        "{'type':'ai_snapshot','message_id':'r','attempt':2,'content':'hi'}",
                        new Frame.Snapshot("r", 2, "hi")),
                Arguments.of(
                        "{'type':'ai_chunk','message_id':'r','attempt':2,'offset':4,'content':'hi','chunk_index':1,"
                                + "'is_complete':false}",
                        new Frame.Chunk("r", 2, 4, "hi")),
                Arguments.of(
                        "{'type':'ai_complete','message_id':'r','seq':3,'full_response':'hi','attempt':1}",
                        new Frame.Ended(3, "r", "hi", Frame.How.COMPLETE, null)),
                Arguments.of(
                        "{'type':'ai_cancelled','message_id':'r','seq':3,'full_response':'hi'}",
                        new Frame.Ended(3, "r", "hi", Frame.How.CANCELLED, null)),
                Arguments.of(
                        "{'type':'ai_interrupted','message_id':'r','seq':3,'full_response':'hi'}",
                        new Frame.Ended(3, "r", "hi", Frame.How.INTERRUPTED, null)),
                Arguments.of(
                        "{'type':'ai_failed','message_id':'r','seq':3,'full_response':'','error_code':'AI_TIMEOUT'}",
                        new Frame.Ended(3, "r", "", Frame.How.FAILED, "AI_TIMEOUT")),
                Arguments.of("{'type':'pong','last_seq':7}", new Frame.Beat(7)),
                Arguments.of("{'type':'heartbeat','last_seq':7}", new Frame.Beat(7)),
                Arguments.of("{'type':'draining','reconnect_after_ms':300}", new Frame.Draining(300)),
                Arguments.of(
                        "{'type':'error','error_code':'X','message':'m','details':'d','client_message_id':'c'}",
                        new Frame.Refused("X", "m", "d", false, "c", null)),
                Arguments.of("{'type':'typing'}", new Frame.Unknown()),
                Arguments.of("{'type':'mode_changed','seq':9}", new Frame.SessionChanged(9, "mode_changed")));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frames_are_understood(String json, Frame frame) {
        assertThat(FrameParser.parse(json.replace('\'', '"'))).isEqualTo(frame);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{'type':'pong'}", "{'type':'pong','last_seq':'x'}"})
    void anything_else_is_refused(String json) {
        assertThatThrownBy(() -> FrameParser.parse(json.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
