package dev.parley.domain.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.fixture.Texts;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PromptTemplateTest {

    @Test
    void a_text_without_variables_stays_as_it_is() {
        var template = new PromptTemplate("You are kind.\r\n $1 \\ %s ");

        assertThat(template.variables()).isEmpty();
        assertThat(template.render(Map.of())).isEqualTo("You are kind.\r\n $1 \\ %s ");
    }

    @Test
    void variables_are_filled_in() {
        var template = new PromptTemplate("Hello {user_name}, today is {date}. Goodbye {user_name}!{x1}");

        assertThat(template.variables()).containsExactly("user_name", "date", "x1");
        assertThat(template.render(Map.of("user_name", "Ann", "date", "Monday", "x1", "", "unused", "u")))
                .isEqualTo("Hello Ann, today is Monday. Goodbye Ann!");
    }

    @Test
    void values_mean_nothing_but_themselves() {
        var template = new PromptTemplate("<{a}|{b}>");

        assertThat(template.render(Map.of("a", "{b} }} {{ $1 \\", "b", "{a}"))).isEqualTo("<{b} }} {{ $1 \\|{a}>");
    }

    @ParameterizedTest
    @CsvSource({
        "{{a}}, {a}",
        "{{{a}}}, {1}",
        "{{{{a}}}}, {{a}}",
        "{{, {",
        "}}, }",
        "}}{{, }{",
        "{a}}}, 1}",
        "{{{a}, {1",
        "{a}{a}, 11",
        "{{\"x\": {{\"y\": {a}}}}}, '{\"x\": {\"y\": 1}}'"
    })
    void doubled_braces_are_single_ones(String text, String rendered) {
        assertThat(new PromptTemplate(text).render(Map.of("a", "1"))).isEqualTo(rendered);
    }

    @ParameterizedTest
    @CsvSource({
        "a {, '{', 2",
        "{a, '{', 0",
        "{}, '{', 0",
        "{ a }, '{', 0",
        "{User}, '{', 0",
        "{1a}, '{', 0",
        "{a-b}, '{', 0",
        "{ä}, '{', 0",
        "{a{b}}, '{', 0",
        "x }, '}', 2",
        "{a}}, '}', 3",
        "{{{a}}, '}', 5",
        "}}}, '}', 2"
    })
    void other_braces_are_refused(String text, String brace, int at) {
        assertThatThrownBy(() -> new PromptTemplate(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the " + brace + " at character " + at + " ");
    }

    @Test
    void some_variables_can_be_filled_in_for_good() {
        var template = new PromptTemplate("{company}: {{x}} {user_name} {company}");

        PromptTemplate own = template.with(Map.of("company", "{A}, }}$1\\", "unused", "u"));

        assertThat(own.variables()).containsExactly("user_name");
        assertThat(own.render(Map.of("user_name", "Ann", "company", "no", "A", "no")))
                .isEqualTo("{A}, }}$1\\: {x} Ann {A}, }}$1\\");
        assertThat(template.with(Map.of())).isEqualTo(template);
    }

    @Test
    void a_blank_prompt_is_refused() {
        assertThatThrownBy(() -> new PromptTemplate(" \n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missing_values_are_named() {
        var template = new PromptTemplate("{c} {a} {b}");

        assertThatThrownBy(() -> template.render(Map.of("b", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[a, c]");
    }

    @Test
    void the_names_can_not_be_changed() {
        Set<String> variables = new PromptTemplate("{a}").variables();

        assertThatThrownBy(variables::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_template_says_what_it_was_made_of(int seed) {
        var random = new Random(seed);
        Map<String, String> values = new HashMap<>();
        List.of("a", "user_name", "x_1").forEach(name -> values.put(name, Texts.random(random, random.nextInt(6))));
        var text = new StringBuilder("-");
        var expected = new StringBuilder("-");
        Set<String> used = new LinkedHashSet<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            if (random.nextBoolean()) {
                String literal = Texts.random(random, random.nextInt(6));
                text.append(literal.replace("{", "{{").replace("}", "}}"));
                expected.append(literal);
            } else {
                String name = List.copyOf(values.keySet()).get(random.nextInt(values.size()));
                text.append('{').append(name).append('}');
                expected.append(values.get(name));
                used.add(name);
            }
        }

        var template = new PromptTemplate(text.toString());

        assertThat(template.variables()).as("seed %d", seed).containsExactlyElementsOf(used);
        assertThat(template.render(values)).as("seed %d", seed).isEqualTo(expected.toString());
    }
}
