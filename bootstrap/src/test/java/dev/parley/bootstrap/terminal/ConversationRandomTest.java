package dev.parley.bootstrap.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that tells one answer after the other, over connections that end anywhere, repeat, overlap and change
 * attempts: what is shown is what was said.
 */
class ConversationRandomTest {

    private static final int ANSWERS = 5;

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothing_is_lost_and_nothing_doubled(int seed) {
        Random random = new Random(seed);
        Conversation conversation = new Conversation(0);
        List<String> said = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        StringBuilder line = new StringBuilder();

        for (int answer = 1; answer <= ANSWERS; answer++) {
            Told told = new Told(random, answer);
            said.add(told.text);
            while (shown.size() < answer) {
                for (Frame frame : told.connection(conversation.position())) {
                    apply(conversation.hear(frame), line, shown);
                }
            }
        }

        assertThat(shown).isEqualTo(said);
        assertThat(conversation.position().afterSeq()).isEqualTo(ANSWERS);
    }

    private static void apply(List<Effect> effects, StringBuilder line, List<String> shown) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Append(String text)) {
                line.append(text);
            } else if (effect instanceof Effect.Replace(String text)) {
                line.setLength(0);
                line.append(text);
            } else if (effect instanceof Effect.End) {
                shown.add(line.toString());
                line.setLength(0);
            }
        }
    }

    /** One answer as a server tells it: each connection gets some of what it lacks, then breaks. */
    private static final class Told {

        private final Random random;
        private final int seq;
        private final String reply;
        private final String text;
        private int attempt = 1;

        Told(Random random, int seq) {
            this.random = random;
            this.seq = seq;
            this.reply = "r-" + seq;
            this.text = words();
        }

        List<Frame> connection(Conversation.Position from) {
            if (random.nextInt(10) == 0) {
                attempt++; // a takeover; the text begins anew
            }
            List<Frame> frames = new ArrayList<>();
            boolean same = reply.equals(from.reply()) && attempt == from.attempt();
            int at = same ? from.offset() : 0;
            if (!same && random.nextBoolean()) {
                at = random.nextInt(text.length());
                frames.add(new Frame.Snapshot(reply, attempt, text.substring(0, at)));
            } else {
                frames.add(new Frame.Started(reply, attempt, at));
            }
            at = pieces(frames, at);
            if (at == text.length() && random.nextBoolean()) {
                frames.add(new Frame.Ended(seq, reply, text, Frame.How.COMPLETE, null));
                frames.add(new Frame.Ended(seq, reply, text, Frame.How.COMPLETE, null));
            }
            return frames;
        }

        private int pieces(List<Frame> frames, int from) {
            int at = from;
            while (at < text.length() && random.nextInt(8) != 0) {
                int begin = at - random.nextInt(Math.min(at, 5) + 1);
                int end = Math.min(text.length(), at + random.nextInt(6));
                frames.add(new Frame.Chunk(reply, attempt, begin, text.substring(begin, Math.max(begin, end))));
                if (random.nextInt(10) == 0) {
                    frames.add(new Frame.Chunk(reply, attempt - 1, end, "from a dead attempt"));
                }
                if (random.nextInt(10) == 0 && end + 2 < text.length()) {
                    frames.add(new Frame.Chunk(reply, attempt, end + 1, "from beyond a hole"));
                }
                at = Math.max(at, end);
            }
            return at;
        }

        private String words() {
            StringBuilder words = new StringBuilder("answer " + seq + ": ");
            int length = 1 + random.nextInt(60);
            for (int word = 0; word < length; word++) {
                words.append((char) ('a' + random.nextInt(26)));
            }
            return words.toString();
        }
    }
}
