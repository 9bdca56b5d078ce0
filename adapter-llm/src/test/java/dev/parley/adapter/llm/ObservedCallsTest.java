package dev.parley.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.adapter.llm.LlmProvidersAdapter.Obstacle;
import dev.parley.adapter.llm.LlmProvidersAdapter.Result;
import dev.parley.application.fake.ModelScript;
import dev.parley.domain.reply.ModelFailure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an observer hears of calls. */
class ObservedCallsTest {

    private final Heard heard = new Heard();

    @RegisterExtension
    final ServedProviders served = new ServedProviders().observedBy(heard);

    @Test
    void a_call_that_gives_text_is_told_once() throws Exception {
        served.provider().answering("Good", " day");

        served.ask();

        assertThat(heard.all).containsExactly("p0 TEXT");
    }

    @Test
    void tries_and_who_stood_in_are_told() throws Exception {
        served.retrying(1).provider().playing(ModelScript.status(500));
        served.provider().answering("second");

        served.ask();

        assertThat(heard.all).containsExactly("p0 UNAVAILABLE", "p0 again", "p0 UNAVAILABLE", "p1 TEXT", "p1 stood in");
    }

    @Test
    void a_provider_that_is_left_alone_is_told_as_that() throws Exception {
        served.breakingAfter(2, 50).provider().playing(ModelScript.status(500));
        served.provider().answering("second");
        served.ask();
        served.ask();
        heard.all.clear();

        served.ask();

        assertThat(heard.all).containsExactly("p0 passed over BREAKER", "p1 TEXT", "p1 stood in");
    }

    @Test
    void an_answer_that_breaks_off_was_one() throws Exception {
        served.provider().playing(ModelScript.streaming().delta("so far").breakOff());

        served.ask();

        assertThat(heard.all).hasSize(2).startsWith("p0 TEXT");
        assertThat(heard.all.getLast()).startsWith("p0 broke off ");
    }

    private static final class Heard implements LlmProvidersAdapter.Observer {

        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void asked(String provider, Result result, long nanos) {
            assertThat(nanos).isNotNegative();
            all.add(provider + " " + result);
        }

        @Override
        public void askedAgain(String provider) {
            all.add(provider + " again");
        }

        @Override
        public void passedOver(String provider, Obstacle obstacle) {
            all.add(provider + " passed over " + obstacle);
        }

        @Override
        public void stoodIn(String provider) {
            all.add(provider + " stood in");
        }

        @Override
        public void brokeOff(String provider, ModelFailure.Kind kind) {
            all.add(provider + " broke off " + kind);
        }
    }
}
