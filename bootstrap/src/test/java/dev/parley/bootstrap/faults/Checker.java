package dev.parley.bootstrap.faults;

import static dev.parley.bootstrap.e2e.Invariant.I10_OWN;
import static dev.parley.bootstrap.e2e.Invariant.I1_CONTIGUOUS;
import static dev.parley.bootstrap.e2e.Invariant.I2_SAME_TEXT;
import static dev.parley.bootstrap.e2e.Invariant.I3_HASH;
import static dev.parley.bootstrap.e2e.Invariant.I6_ONE_WRITER;
import static dev.parley.bootstrap.e2e.Invariant.I7_KEPT;
import static dev.parley.bootstrap.e2e.Invariant.I8_ONCE;
import static dev.parley.bootstrap.e2e.Invariant.I9_ENDS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.e2e.Broken;
import dev.parley.bootstrap.e2e.Invariant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the devices of one session have seen against what is stored and what the model said, when all replies should
 * have ended and all devices should have been told everything.
 */
final class Checker {

    private static final Set<String> ENDS = Set.of("complete", "cancelled", "failed", "interrupted");
    private static final Pattern LABEL = Pattern.compile("([\\w-]+)#\\d+\\.\\d+ ");

    private final Map<String, String> said;
    private final Map<String, Replay> replays = new LinkedHashMap<>();
    private final List<History> histories;
    private final Stored stored;
    private final List<Broken> broken = new ArrayList<>();

    private Checker(Map<String, String> said, List<History> histories, Stored stored) {
        this.said = said;
        this.histories = histories;
        this.stored = stored;
        histories.forEach(history -> replays.put(history.who(), Replay.of(history)));
    }

    /**
     * What was not kept; empty if all is well.
     *
     * @param said by client message id, what the people of this session said
     */
    static List<Broken> check(Map<String, String> said, List<History> histories, Stored stored) {
        var checker = new Checker(said, histories, stored);
        checker.whatEachWasToldIsInOrder();
        checker.eachWasToldAllOfIt();
        checker.whatEachWasToldIsItsOwn();
        checker.oneAttemptHasOneText();
        checker.whatWasAcknowledgedIsThere();
        checker.nothingIsThereTwice();
        checker.everyQuestionHasOneReplyThatEnded();
        checker.repliesAreWhatTheModelSaid();
        return checker.broken;
    }

    private void expect(boolean kept, Invariant invariant, String what) {
        if (!kept) {
            broken.add(new Broken(invariant, what));
        }
    }

    private void whatEachWasToldIsInOrder() {
        replays.forEach((who, replay) -> replay.told()
                .broken()
                .forEach(promise -> broken.add(new Broken(promise.invariant(), who + ": " + promise.what()))));
    }

    private void eachWasToldAllOfIt() {
        replays.forEach((who, replay) -> {
            long last = replay.told().lastSeq();
            expect(last == stored.lastSeq(), I1_CONTIGUOUS, who + " has events to " + last + " of " + stored.lastSeq());
            for (JsonNode reply : stored.ofType("ai")) {
                String id = reply.path("message_id").asText();
                boolean ended = replay.told().hasEnded(id);
                expect(ended, I9_ENDS, who + " was never told the end of " + id);
                expect(
                        !ended
                                || replay.told()
                                        .text(id)
                                        .equals(reply.path("content").asText()),
                        I2_SAME_TEXT,
                        who + " has another text of " + id + ": "
                                + (ended ? replay.told().text(id) : ""));
            }
        });
    }

    private void whatEachWasToldIsItsOwn() {
        Set<String> labels = new HashSet<>();
        said.values().forEach(text -> labels.add(Question.of(text).label()));
        for (History history : histories) {
            for (Entry entry : history.entries()) {
                if (entry.kind() == Entry.Kind.HEARD) {
                    isOwn(history.who(), entry.frame(), labels);
                }
            }
        }
    }

    private void isOwn(String who, JsonNode frame, Set<String> labels) {
        String session = frame.path("session_id").asText(stored.session());
        expect(session.equals(stored.session()), I10_OWN, who + " heard of another session: " + frame);
        for (String field : List.of("content", "full_response")) {
            LABEL.matcher(frame.path(field).asText())
                    .results()
                    .map(MatchResult::group)
                    .map(word -> word.substring(0, word.lastIndexOf('#')))
                    .filter(label -> !labels.contains(label))
                    .findAny()
                    .ifPresent(label -> expect(false, I10_OWN, who + " heard of " + label + ": " + frame));
        }
    }

    private void oneAttemptHasOneText() {
        Map<Replay.Attempt, String> longest = new HashMap<>();
        Map<String, Question> questions = questions();
        replays.forEach((who, replay) -> replay.texts()
                .forEach((attempt, texts) -> texts.forEach(text -> {
                    String before = longest.getOrDefault(attempt, "");
                    String known = longest.merge(attempt, text, Checker::longer);
                    expect(
                            known.startsWith(text)
                                    && known.startsWith(before)
                                    && isOfOneCall(questions.get(attempt.reply()), text),
                            I6_ONE_WRITER,
                            "of " + attempt + " " + who + " had '" + text + "', somebody '"
                                    + (known.equals(text) ? before : known) + "'");
                })));
    }

    private static String longer(String one, String other) {
        return one.length() >= other.length() ? one : other;
    }

    private static boolean isOfOneCall(@Nullable Question question, String text) {
        return question == null || question.isBegun(text);
    }

    private void whatWasAcknowledgedIsThere() {
        replays.forEach((who, replay) -> replay.told().receipts().forEach((cmid, receipt) -> {
            List<JsonNode> found = withClientId(cmid);
            boolean there = found.stream()
                    .anyMatch(message -> message.path("message_id").equals(receipt.path("message_id"))
                            && message.path("content").asText().equals(said.get(cmid)));
            expect(there, I7_KEPT, who + " was promised " + receipt + ", stored is " + found);
        }));
    }

    private List<JsonNode> withClientId(String cmid) {
        return stored.ofType("user").stream()
                .filter(message -> message.path("client_message_id").asText().equals(cmid))
                .toList();
    }

    private void nothingIsThereTwice() {
        Set<String> seen = new HashSet<>();
        for (JsonNode message : stored.ofType("user")) {
            String cmid = message.path("client_message_id").asText();
            expect(seen.add(cmid), I8_ONCE, cmid + " is stored twice");
            expect(said.containsKey(cmid), I8_ONCE, "nobody said " + message);
        }
        long position = 0;
        for (JsonNode message : stored.messages()) {
            position++;
            expect(
                    message.path("position").asLong() == position,
                    I1_CONTIGUOUS,
                    "at position " + position + " is " + message);
        }
    }

    private void everyQuestionHasOneReplyThatEnded() {
        expect(!stored.isWriting(), I9_ENDS, "a reply is still being written");
        for (JsonNode message : stored.ofType("user")) {
            long replies = stored.ofType("ai").stream()
                    .filter(reply -> reply.path("reply_to").equals(message.path("message_id")))
                    .count();
            expect(replies > 0, I9_ENDS, "no reply to " + message);
            expect(replies < 2, I8_ONCE, replies + " replies to " + message);
        }
        for (JsonNode reply : stored.ofType("ai")) {
            expect(ENDS.contains(reply.path("state").asText()), I9_ENDS, "without an end: " + reply);
        }
    }

    private Map<String, Question> questions() {
        Map<String, Question> questions = new HashMap<>();
        for (JsonNode reply : stored.ofType("ai")) {
            for (JsonNode message : stored.ofType("user")) {
                if (message.path("message_id").equals(reply.path("reply_to"))) {
                    questions.put(
                            reply.path("message_id").asText(),
                            Question.of(message.path("content").asText()));
                }
            }
        }
        return questions;
    }

    private void repliesAreWhatTheModelSaid() {
        Map<String, Question> questions = questions();
        for (JsonNode reply : stored.ofType("ai")) {
            Question question = questions.get(reply.path("message_id").asText());
            String text = reply.path("content").asText();
            boolean complete = reply.path("state").asText().equals("complete");
            if (question != null) {
                expect(
                        complete ? question.isWhole(text) : question.isBegun(text),
                        I2_SAME_TEXT,
                        "the model never said " + reply);
            }
            if (reply.hasNonNull("text_sha256")) {
                expect(sha256(text).equals(reply.path("text_sha256").asText()), I3_HASH, "another hash: " + reply);
            }
        }
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
