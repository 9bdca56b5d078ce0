package dev.parley.application.local;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the demo model answers to which question. The first rule that fits the question's beginning is taken. */
final class DemoAnswers {

    private static final String ECHO = "echo ";
    private static final int COUNT_TO = 20;
    private static final int COUNT_TO_AT_MOST = 1_000;
    private static final int DIGITS_READ = 4;
    /** What people say before they come to the point. */
    private static final String PLEASE =
            "\\W*(?:(?:please|can|could|would|you|show|give|write|tell|me|us|what's|what|is|it|some|a|an|the)\\b\\W*){0,12}";

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern(
                    "HH:mm:ss 'UTC on' EEEE, d MMMM uuuu", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final List<Rule> rules;

    DemoAnswers(InstantSource clock) {
        this.clock = clock;
        this.rules = List.of(
                new Rule("count\\b(?:.*?\\bto (\\d+))?", found -> count(found.group(1))),
                new Rule("(?:time|date)\\b", found -> time()),
                new Rule("markdown\\b", found -> DemoTexts.MARKDOWN),
                new Rule("table\\b", found -> DemoTexts.TABLE),
                new Rule("code\\b", found -> DemoTexts.CODE),
                new Rule("long\\b", found -> DemoTexts.longText()),
                new Rule("(?:help\\W*$|do\\b|who are you\\b|(?:hello|hi|hey)\\b)", found -> DemoTexts.HELP));
    }

    String to(String question) {
        if (question.length() > ECHO.length() && question.regionMatches(true, 0, ECHO, 0, ECHO.length())) {
            return question.substring(ECHO.length());
        }
        return rules.stream()
                .flatMap(rule -> rule.answer(question).stream())
                .findFirst()
                .orElseGet(() -> DemoTexts.quoting(question));
    }

    private String time() {
        return "It is " + CLOCK.format(clock.instant()) + ".";
    }

    private static String count(String digits) {
        int to = digits == null
                ? COUNT_TO
                : Integer.parseInt(digits.substring(0, Math.min(digits.length(), DIGITS_READ)));
        return IntStream.rangeClosed(1, Math.clamp(to, 1, COUNT_TO_AT_MOST))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "", "."));
    }

    private record Rule(Pattern question, Function<MatchResult, String> reply) {

        Rule(String point, Function<MatchResult, String> reply) {
            this(Pattern.compile(PLEASE + point, Pattern.CASE_INSENSITIVE), reply);
        }

        Optional<String> answer(String asked) {
            Matcher matcher = question.matcher(asked);
            return matcher.lookingAt() ? Optional.of(reply.apply(matcher)) : Optional.empty();
        }
    }
}
