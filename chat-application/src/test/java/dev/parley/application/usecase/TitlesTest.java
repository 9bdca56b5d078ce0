package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.DemoLanguageModel;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.content.ContentPolicy;
import dev.parley.domain.content.PersonalData;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.prompt.TitleTask;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Titles that are made from the first exchange. */
class TitlesTest {

    /** Answers everything with one word, and what it is asked for a title with what the test wants. */
    private static final class Namer implements LanguageModel {

        private final BlockingQueue<Prompt> asked = new LinkedBlockingQueue<>();
        private final CountDownLatch mayAnswer;
        private volatile String title;

        Namer(String title) {
            this(title, new CountDownLatch(0));
        }

        Namer(String title, CountDownLatch mayAnswer) {
            this.title = title;
            this.mayAnswer = mayAnswer;
        }

        @Override
        public ReplyStream reply(Prompt prompt) throws InterruptedException {
            if (TitleTask.questionOf(prompt).isEmpty()) {
                return HandModel.saying("answer");
            }
            // Chosen before the test can know that it was asked: what it sets then is for the next.
            String answer = title;
            asked.add(prompt);
            assertThat(mayAnswer.await(20, TimeUnit.SECONDS)).isTrue();
            return HandModel.saying(answer);
        }

        Prompt asked() throws InterruptedException {
            Prompt prompt = asked.poll(20, TimeUnit.SECONDS);
            assertThat(prompt).isNotNull();
            return prompt;
        }
    }

    private static ChatEngine engine(LanguageModel model) {
        return engine(model, policies -> policies);
    }

    private static ChatEngine engine(LanguageModel model, UnaryOperator<Policies> change) {
        return ChatEngine.builder()
                .model("namer", model)
                .policies(change.apply(Policies.standard("test").titling(true)))
                .start();
    }

    private static @Nullable SessionTitle renamed(Feed feed) throws InterruptedException {
        var item = (FeedItem.SessionChanged)
                Engines.until(feed, FeedItem.SessionChanged.class::isInstance).getLast();
        assertThat(item.session()).isNotNull();
        return item.session().session().title();
    }

    @Test
    void the_first_exchange_gives_a_session_its_title_on_all_devices() throws Exception {
        try (ChatEngine engine = engine(new Namer("**\"Trains to Oslo.\"**"))) {
            SessionId session = engine.createSession(ADA);
            Feed one = engine.follow(ADA, session);
            Feed two = engine.follow(ADA, session);

            engine.send(ADA, session, "When does the train leave?");

            var title = new SessionTitle("Trains to Oslo", SessionTitle.Origin.GENERATED);
            assertThat(renamed(one)).isEqualTo(title);
            assertThat(renamed(two)).isEqualTo(title);
        }
    }

    @Test
    void the_demo_model_names_by_the_first_words() throws Exception {
        var demo = new DemoLanguageModel(InstantSource.system(), 0);
        try (ChatEngine engine = engine(demo)) {
            SessionId session = engine.createSession(ADA);
            Feed feed = engine.follow(ADA, session);

            engine.send(ADA, session, "hello there! How are you?");

            assertThat(renamed(feed)).isEqualTo(new SessionTitle("Hello there", SessionTitle.Origin.GENERATED));
        }
    }

    @Test
    void a_title_that_was_set_is_left_alone_and_asks_nobody() throws Exception {
        var namer = new Namer("Another");
        try (ChatEngine engine = engine(namer)) {
            SessionId session = engine.createSession(ADA);
            rename(engine, session);
            ask(engine, session);
            SessionId later = engine.createSession(ADA);
            ask(engine, later);

            namer.asked();
            assertThat(namer.asked).isEmpty();
            assertThat(title(engine, session)).isEqualTo(new SessionTitle("Mine", SessionTitle.Origin.CHOSEN));
        }
    }

    @Test
    void a_title_that_is_set_meanwhile_stays() throws Exception {
        var mayAnswer = new CountDownLatch(1);
        var namer = new Namer("Another", mayAnswer);
        try (ChatEngine engine = engine(namer)) {
            SessionId session = engine.createSession(ADA);
            ask(engine, session);
            namer.asked();
            rename(engine, session);
            mayAnswer.countDown();
            ask(engine, session);

            assertThat(title(engine, session)).isEqualTo(new SessionTitle("Mine", SessionTitle.Origin.CHOSEN));
        }
    }

    @Test
    void a_model_without_an_idea_costs_nothing_and_is_asked_again() throws Exception {
        var namer = new Namer("\"\"");
        try (ChatEngine engine = engine(namer)) {
            SessionId session = engine.createSession(ADA);
            ask(engine, session);
            namer.asked();
            assertThat(title(engine, session)).isNull();
            namer.title = "Trains";
            Feed feed = engine.follow(ADA, session);

            // The one under way may still keep the second from being tried; the third is tried then.
            engine.send(ADA, session, "And back?");
            Engines.untilEnded(feed);
            engine.send(ADA, session, "And by night?");

            assertThat(renamed(feed)).isEqualTo(new SessionTitle("Trains", SessionTitle.Origin.GENERATED));
        }
    }

    @Test
    void a_model_that_fails_costs_nothing() throws Exception {
        LanguageModel failing = prompt -> {
            if (TitleTask.questionOf(prompt).isPresent()) {
                throw new IllegalStateException("the test wants it");
            }
            return HandModel.saying("answer");
        };
        try (ChatEngine engine = engine(failing)) {
            SessionId session = engine.createSession(ADA);

            ask(engine, session);
            ask(engine, session);

            assertThat(title(engine, session)).isNull();
        }
    }

    @Test
    void personal_data_is_masked_for_the_model_and_in_the_title() throws Exception {
        var namer = new Namer("Mail to ada@example.com");
        var policy = new ContentPolicy(
                Set.of(PersonalData.EMAIL), Set.of(PersonalData.EMAIL), ContentPolicy.STANDARD.judgedWithin());
        try (ChatEngine engine = engine(namer, policies -> policies.with(policy))) {
            SessionId session = engine.createSession(ADA);
            Feed feed = engine.follow(ADA, session);

            engine.send(ADA, session, "Write to ada@example.com please");

            assertThat(renamed(feed).text()).startsWith("Mail to").doesNotContain("ada@example.com");
            assertThat(namer.asked().messages().getLast().text()).doesNotContain("ada@example.com");
        }
    }

    @Test
    void titles_can_be_left_out() throws Exception {
        var namer = new Namer("Trains");
        try (ChatEngine engine = engine(namer, policies -> policies.titling(false))) {
            SessionId session = engine.createSession(ADA);
            ask(engine, session);
            ask(engine, session);

            assertThat(namer.asked).isEmpty();
        }
    }

    private static void ask(ChatEngine engine, SessionId session) throws InterruptedException {
        try (Feed feed = engine.follow(ADA, session)) {
            engine.send(ADA, session, "When does the train leave?");
            Engines.untilEnded(feed);
        }
    }

    private static void rename(ChatEngine engine, SessionId session) {
        engine.useCases().changeSession().change(new ChangeSession.Command(ADA, session, "Mine", null, null));
    }

    private static @Nullable SessionTitle title(ChatEngine engine, SessionId session) {
        try (Feed feed = engine.follow(ADA, session)) {
            return feed.opened().session().title();
        }
    }

    @Test
    void what_is_asked_holds_both_sides() throws Exception {
        var namer = new Namer("Trains");
        try (ChatEngine engine = engine(namer)) {
            ask(engine, engine.createSession(ADA));

            assertThat(namer.asked().messages().getLast().text())
                    .contains("> user: When does the train leave?", "> assistant: answer");
            assertThat(List.copyOf(namer.asked)).isEmpty();
        }
    }
}
