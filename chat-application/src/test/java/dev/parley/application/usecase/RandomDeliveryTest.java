package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.answeredBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.ChatEngine;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.SendMessage;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Hundreds of conversations, each driven by a seed: what every reader is told must always fit together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomDeliveryTest {

    private static final int SEEDS = 400;
    private static final int STEPS = 60;
    private static final List<String> PIECES = List.of("a", "bc ", "\uD83D", "\uDE00", "é", "\n", "x".repeat(40), " ");

    private final HandModel model = new HandModel();
    private ChatEngine engine;

    @BeforeAll
    void start() {
        engine = answeredBy(model).start();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void whatever_happens_everything_is_told_once_and_in_order() throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                new Play(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with seed " + seed, e);
            }
        }
        assertThat(engine.useCases().followedSessions()).isZero();
        await().until(() -> engine.useCases().runningReplies() == 0);
    }

    /** One conversation. */
    private final class Play {

        private final Random random;

        /** How all its questions begin: a question of an earlier one that was cancelled may reach the model late. */
        private final String play;

        private final SessionId session = engine.createSession(ADA);
        private final List<Reader> readers = new ArrayList<>();
        private final List<SendMessage.Receipt> accepted = new ArrayList<>();
        private final Map<String, StringBuilder> said = new HashMap<>();
        private final Reader slow = new Reader(engine, session);
        private HandModel.Talk talk;

        private Play(int seed) {
            random = new Random(seed);
            play = "play " + seed + ", question ";
        }

        private void run() throws InterruptedException {
            slow.openLive();
            for (int step = 0; step < STEPS; step++) {
                act(random.nextInt(12));
            }
            finishAll();
            ReadHistory.Outcome.Page page = history();
            for (Reader reader : readers) {
                if (!reader.isOpen()) {
                    reader.comeBack(random);
                }
                reader.readUpTo(page.lastSeq());
                reader.goAway();
            }
            slow.readUpTo(page.lastSeq());
            slow.goAway();
            check(page);
        }

        private void act(int what) {
            switch (what) {
                case 0, 1 -> accepted.add(engine.send(ADA, session, play + accepted.size()));
                case 2, 3, 4, 5 -> say();
                case 6 -> end();
                case 7 -> readers.forEach(reader -> reader.read(1 + random.nextInt(5)));
                case 8 -> openOne();
                case 9 -> any().ifPresent(Reader::goAway);
                case 10 -> any().filter(reader -> !reader.isOpen()).ifPresent(reader -> reader.comeBack(random));
                default -> {
                    if (random.nextInt(3) == 0) {
                        engine.useCases().cancelReply().cancel(ADA, session, null);
                    }
                }
            }
        }

        private Optional<Reader> any() {
            return readers.isEmpty() ? Optional.empty() : Optional.of(readers.get(random.nextInt(readers.size())));
        }

        private void openOne() {
            if (readers.size() < 4) {
                var reader = new Reader(engine, session);
                reader.openLive();
                readers.add(reader);
            }
        }

        private void say() {
            lookForTalk();
            if (talk != null) {
                String piece = PIECES.get(random.nextInt(PIECES.size()));
                said(talk).append(piece);
                talk.say(piece);
            }
        }

        private void end() {
            lookForTalk();
            if (talk != null) {
                finishTalk();
            }
        }

        private void finishTalk() {
            said(talk).append('.');
            talk.say(".");
            if (random.nextInt(4) == 0) {
                talk.give(new ReplyChunk.Failed(ModelFailure.of(ModelFailure.Kind.UNAVAILABLE, "gone")));
            } else {
                talk.end();
            }
            talk = null;
        }

        private void lookForTalk() {
            HandModel.Talk next = model.askedAlready();
            while (next != null) {
                take(next);
                next = model.askedAlready();
            }
        }

        private void take(HandModel.Talk asked) {
            if (question(asked).startsWith(play)) {
                talk = asked;
            }
        }

        private static String question(HandModel.Talk of) {
            return of.prompt().messages().getLast().text();
        }

        private StringBuilder said(HandModel.Talk of) {
            return said.computeIfAbsent(question(of), question -> new StringBuilder());
        }

        private void finishAll() throws InterruptedException {
            while (!history().openReplies().isEmpty()) {
                lookForTalk();
                if (talk == null) {
                    HandModel.Talk asked = model.askedWithin(Duration.ofMillis(2));
                    if (asked != null) {
                        take(asked);
                    }
                }
                if (talk != null) {
                    finishTalk();
                }
            }
        }

        private ReadHistory.Outcome.Page history() {
            return (ReadHistory.Outcome.Page)
                    engine.useCases().readHistory().read(new ReadHistory.Query(ADA, session, null, null, 100));
        }

        private void check(ReadHistory.Outcome.Page page) {
            Map<MessageId, Message> questions = new LinkedHashMap<>();
            Map<MessageId, Message> replies = new LinkedHashMap<>();
            for (Message message : page.messages()) {
                Map<MessageId, Message> kind = message.content() instanceof Content.FromUser ? questions : replies;
                assertThat(kind.put(message.id(), message)).isNull();
            }
            assertThat(questions.keySet())
                    .containsExactlyElementsOf(accepted.stream()
                            .map(SendMessage.Receipt::messageId)
                            .toList());
            assertThat(replies.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            accepted.stream().map(SendMessage.Receipt::replyId).toList());
            accepted.forEach(receipt -> checkText(questions.get(receipt.messageId()), replies.get(receipt.replyId())));
            assertThat(slow.messages())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(questions.keySet().stream(), replies.keySet().stream())
                                    .toList());
        }

        private void checkText(Message question, Message reply) {
            var content = (Content.FromAi) reply.content();
            String whole = whole(
                    said.getOrDefault(question.text(), new StringBuilder()).toString());
            if (content.ending().state() == ReplyState.CANCELLED) {
                assertThat(whole).startsWith(content.text());
            } else {
                assertThat(content.text()).isEqualTo(whole);
            }
        }

        /** Half characters become U+FFFD, each. */
        private static String whole(String text) {
            return text.codePoints()
                    .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }
}
