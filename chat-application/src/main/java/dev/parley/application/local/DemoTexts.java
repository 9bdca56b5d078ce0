package dev.parley.application.local;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the demo model has to say. */
final class DemoTexts {

    static final String HELP = """
            I am Parley's demo model: a small program that answers by rule, not an AI. I need no key and no network, so \
            everything around me can be tried at once. I can

            - **echo** what you write: `echo Good morning`
            - **count**: `count to 20`
            - tell the **time**: `what time is it?`
            - show **markdown**, a **table** or **code**
            - write a **long** text, so that you can stop me

            Whoever runs this server can connect a real model instead.""";

    static final String MARKDOWN = """
            # A heading

            Text can be **bold**, *italic*, ~~struck out~~ or `code`, and it can hold [a link](https://example.org/).

            ## Lists

            1. First
            2. Second
               - with a point of its own
               - and another
            3. Third

            - [x] Done
            - [ ] Still to do

            > A quotation,
            > over two lines.

            ---

            That is most of what an answer needs.""";

    static final String TABLE = """
            | Planet  | Moons | Day in hours |
            |:--------|------:|-------------:|
            | Earth   |     1 |           24 |
            | Mars    |     2 |         24.6 |
            | Neptune |    16 |           16 |

            The moons are counted generously.""";

    static final String CODE = """
            A loop in Java:

            ```java
            for (int number = 1; number <= 3; number++) {
                System.out.println("Hello, " + number);
            }
            ```

            And the same in Python:

            ```python
            for number in range(1, 4):
                print(f"Hello, {number}")
            ```""";

    private static final int PARAGRAPHS = 40;
    private static final List<String> SENTENCES = List.of(
            "This sentence is here so that there is something to read while the text grows.",
            "You can stop me at any time; what you have seen until then stays.",
            "Reload the page now and the rest will find you again.",
            "Open a second window and both will show the same words.",
            "Nothing of this was written by an AI.");

    private DemoTexts() {}

    static String longText() {
        return IntStream.rangeClosed(1, PARAGRAPHS)
                .mapToObj(DemoTexts::paragraph)
                .collect(Collectors.joining("\n\n", "", "\n\nThat was all."));
    }

    static String quoting(String question) {
        return """
                I am only Parley's demo model and answer by rule, so I can't say much to this:

                %s

                Write `help` to see what I can do.""".formatted(question.strip().lines().map(line -> "> " + line).collect(Collectors.joining("\n")));
    }

    private static String paragraph(int number) {
        String first = SENTENCES.get(number % SENTENCES.size());
        String second = SENTENCES.get((number + 2) % SENTENCES.size());
        return "%d. %s %s".formatted(number, first, second);
    }
}
