package dev.parley.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.fixture.Texts;
import dev.parley.domain.memory.WindowDecision.Chosen;
import dev.parley.domain.memory.WindowDecision.TooLong;
import dev.parley.domain.memory.WindowPolicy.LastExchanges;
import dev.parley.domain.memory.WindowPolicy.Summarising;
import dev.parley.domain.memory.WindowPolicy.TokenBudget;
import dev.parley.domain.message.Turn;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.prompt.PromptMessage.Role;
import dev.parley.domain.session.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryWindowRandomTest {

    private static final TokenEstimator ESTIMATOR = TokenEstimator.CAUTIOUS;

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_window_holds_what_its_rules_say(int seed) {
        for (int round = 0; round < 10; round++) {
            checkOne(new Random(seed * 100L + round), "seed " + seed + " round " + round);
        }
    }

    private static void checkOne(Random random, String name) {
        List<Exchange> earlier = exchanges(random);
        String system = random.nextInt(4) == 0 ? " " : "s" + Texts.random(random, random.nextInt(20));
        String newest = "n" + Texts.random(random, random.nextInt(40));
        WindowPolicy policy = policy(random);
        Summary summary = random.nextBoolean()
                ? null
                : new Summary("They met. " + random.nextInt(), new Turn(1 + random.nextInt(15)));

        switch (MemoryWindow.choose(policy, ESTIMATOR, system, summary, earlier, newest)) {
            case Chosen chosen -> check(chosen, policy, system, summary, earlier, newest, name);
            case TooLong tooLong -> {
                assertThat(tooLong.tokens()).as(name).isEqualTo(cost(alone(system, newest)));
                assertThat(tooLong.budget()).as(name).isEqualTo(budget(policy)).isLessThan(tooLong.tokens());
            }
        }
    }

    private static void check(
            Chosen chosen,
            WindowPolicy policy,
            String system,
            Summary summary,
            List<Exchange> earlier,
            String newest,
            String name) {
        assertThat(chosen.tokens()).as(name).isEqualTo(cost(chosen.messages())).isLessThanOrEqualTo(budget(policy));

        List<PromptMessage> rest = new ArrayList<>(chosen.messages());
        assertThat(rest.removeLast()).as(name).isEqualTo(new PromptMessage(Role.USER, newest));
        if (!system.isBlank()) {
            assertThat(rest.removeFirst()).as(name).isEqualTo(new PromptMessage(Role.SYSTEM, system));
        }
        boolean told = policy instanceof Summarising && summary != null && !chosen.summaryLeftOut();
        int toldCost = told ? cost(List.of(rest.getFirst())) : 0;
        if (told) {
            assertThat(rest.removeFirst().text()).as(name).contains(summary.text());
        }

        List<Exchange> candidates = earlier.stream()
                .filter(exchange -> !told || exchange.turn().compareTo(summary.upTo()) > 0)
                .toList();
        long room = (long) budget(policy) - cost(alone(system, newest)) - toldCost;
        List<Exchange> expected = longestSuffix(candidates, policy.turnsNeeded(), room);
        assertThat(rest).as(name).isEqualTo(messages(expected));
        assertThat(chosen.exchangesShown()).as(name).isEqualTo(expected.size());
        assertThat(chosen.exchangesLeftOut()).as(name).isEqualTo(candidates.size() - expected.size());
    }

    /** The rule told the other way round: of all ends of the list that are allowed, the longest. */
    private static List<Exchange> longestSuffix(List<Exchange> candidates, int most, long room) {
        return IntStream.rangeClosed(0, candidates.size())
                .mapToObj(from -> candidates.subList(from, candidates.size()))
                .filter(suffix -> suffix.size() <= most && cost(messages(suffix)) <= room)
                .findFirst()
                .orElseThrow();
    }

    private static List<PromptMessage> alone(String system, String newest) {
        var question = new PromptMessage(Role.USER, newest);
        return system.isBlank() ? List.of(question) : List.of(new PromptMessage(Role.SYSTEM, system), question);
    }

    private static List<PromptMessage> messages(List<Exchange> exchanges) {
        return exchanges.stream()
                .flatMap(exchange -> exchange.messages().stream())
                .toList();
    }

    private static int cost(List<PromptMessage> messages) {
        return messages.stream()
                .mapToInt(message -> ESTIMATOR.tokens(message.text()) + 4)
                .sum();
    }

    private static int budget(WindowPolicy policy) {
        return switch (policy) {
            case LastExchanges ignored -> Integer.MAX_VALUE;
            case TokenBudget budget -> budget.tokens();
            case Summarising summarising -> summarising.recent().tokens();
        };
    }

    private static WindowPolicy policy(Random random) {
        var recent = new TokenBudget(1 + random.nextInt(300), random.nextInt(12));
        return switch (random.nextInt(3)) {
            case 0 -> new LastExchanges(recent.exchanges());
            case 1 -> recent;
            default -> new Summarising(recent, 1 + random.nextInt(5));
        };
    }

    private static List<Exchange> exchanges(Random random) {
        return LongStream.rangeClosed(1, random.nextInt(15))
                .mapToObj(turn -> new Exchange(new Turn(turn), said(random, turn)))
                .toList();
    }

    private static List<PromptMessage> said(Random random, long turn) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> new PromptMessage(
                        i == 0 ? Role.USER : Role.ASSISTANT, turn + "." + i + Texts.random(random, random.nextInt(20))))
                .toList();
    }
}
