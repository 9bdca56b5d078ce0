package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.until;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.parley.application.ChatEngine;
import dev.parley.application.fake.ReplyScript;
import dev.parley.application.fake.ScriptedLanguageModel;
import dev.parley.application.local.BlockedWords;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.Moderation;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.assistant.PromptTemplate;
import dev.parley.domain.content.ContentPolicy;
import dev.parley.domain.content.PersonalData;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.memory.WindowPolicy;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.StreamPolicy;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a model is shown is masked; what it says is masked and judged before anybody sees it. */
class FilteredReplyTest {

    private static final Set<PersonalData> ALL = EnumSet.allOf(PersonalData.class);
    private static final ContentPolicy MASKING = ContentPolicy.STANDARD.masking(ALL);

    private final HandModel model = new HandModel();
    private final HandClock clock = new HandClock();
    private final ChatEngine.Builder builder = ChatEngine.builder().clock(clock).nanoClock(clock);
    private @Nullable ChatEngine engine;
    private @Nullable SessionId session;
    private @Nullable Feed feed;

    private void start(LanguageModel answering, ContentPolicy content) {
        engine = builder.model("test", answering)
                .assistants(List.of(new Assistant(
                        AssistantName.STANDARD,
                        new PromptTemplate("Our address is desk@example.com. You talk to {user_name}."),
                        ModelParameters.STANDARD,
                        WindowPolicy.STANDARD,
                        null,
                        List.of())))
                .policies(Policies.standard("test")
                        .leasing(Duration.ofHours(1))
                        .closingWithin(Duration.ZERO)
                        .with(content))
                .start();
        var created = (CreateSession.Outcome.Created) engine.useCases()
                .createSession()
                .create(new CreateSession.Command(ADA, null, null, "{\"mail\":\"page@example.com\"}", null, null));
        session = created.session().session().id();
        feed = engine.follow(ADA, session);
    }

    @AfterEach
    void close() {
        if (feed != null) {
            feed.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    private HandModel.Talk ask() throws InterruptedException {
        engine.send(ADA, session, "Hello");
        return model.asked();
    }

    private Content.FromAi ended() throws InterruptedException {
        return ended(untilEnded(feed));
    }

    private static Content.FromAi ended(List<FeedItem> items) {
        return ((FeedItem.ReplyEnded) items.getLast()).content();
    }

    private String nextPiece() throws InterruptedException {
        return ((FeedItem.ReplyPiece)
                        until(feed, FeedItem.ReplyPiece.class::isInstance).getLast())
                .text();
    }

    private List<String> stored() {
        var page = (ReadHistory.Outcome.Page)
                engine.useCases().readHistory().read(new ReadHistory.Query(ADA, session, null, null, 10));
        return page.messages().stream().map(Message::text).toList();
    }

    @Test
    void personal_data_reaches_neither_the_model_nor_its_readers() throws InterruptedException {
        var scripted = ScriptedLanguageModel.answering(
                "Your card 4111 1111", " 1111 11", "11 is fi", "ne. Mail bob@exam", "ple.com");
        start(scripted, MASKING);

        SendMessage.Receipt first = engine.send(ADA, session, "I am ada@example.com, card 4111111111111111.");
        List<FeedItem> items = untilEnded(feed);
        engine.send(ADA, session, "And my phone is 0912-345-678");
        untilEnded(feed);

        assertThat(joined(items, first.replyId())).isEqualTo("Your card [card] is fine. Mail [email]");
        assertThat(ended(items).text()).isEqualTo("Your card [card] is fine. Mail [email]");
        assertThat(stored().subList(0, 2))
                .containsExactly(
                        "I am ada@example.com, card 4111111111111111.", "Your card [card] is fine. Mail [email]");
        List<PromptMessage> shown = scripted.prompts().getLast().messages();
        assertThat(shown.getFirst().text())
                .contains("desk@example.com")
                .contains("\"[email]\"")
                .doesNotContain("page@");
        assertThat(shown.subList(1, shown.size()))
                .extracting(PromptMessage::text)
                .containsExactly(
                        "I am [email], card [card].",
                        "Your card [card] is fine. Mail [email]",
                        "And my phone is [phone]");
    }

    @Test
    void each_direction_can_be_masked_alone() throws InterruptedException {
        var scripted = ScriptedLanguageModel.answering("Write to bob@example.com");
        start(scripted, new ContentPolicy(Set.of(), ALL, Duration.ofSeconds(5)));

        engine.send(ADA, session, "I am ada@example.com");

        assertThat(ended().text()).isEqualTo("Write to [email]");
        assertThat(scripted.prompts().getLast().messages().getLast().text()).isEqualTo("I am ada@example.com");
    }

    @Test
    void a_model_masked_from_hears_and_says_as_it_likes() throws InterruptedException {
        var scripted = ScriptedLanguageModel.answering("Write to bob@example.com");
        start(scripted, new ContentPolicy(ALL, Set.of(), Duration.ofSeconds(5)));

        engine.send(ADA, session, "I am ada@example.com");

        assertThat(ended().text()).isEqualTo("Write to bob@example.com");
        assertThat(scripted.prompts().getLast().messages().getLast().text()).isEqualTo("I am [email]");
    }

    @Test
    void a_reply_is_one_sentence_behind() throws InterruptedException {
        start(model, MASKING);
        HandModel.Talk talk = ask().say("Hello ", "world", ". Good");

        assertThat(nextPiece()).isEqualTo("Hello world.");
        talk.say(" morning!", "\n");
        assertThat(nextPiece()).isEqualTo(" Good morning!\n");
        talk.say("Bye").end();
        List<FeedItem> items = untilEnded(feed);

        assertThat(((FeedItem.ReplyPiece) items.getFirst()).offset())
                .isEqualTo("Hello world. Good morning!\n".length());
        assertThat(ended(items).text()).isEqualTo("Hello world. Good morning!\nBye");
    }

    @Test
    void without_anything_to_do_nothing_is_held_back() throws InterruptedException {
        start(model, ContentPolicy.STANDARD);
        HandModel.Talk talk = ask().say("Hel");

        assertThat(nextPiece()).isEqualTo("Hel");
        talk.end();
        untilEnded(feed);
    }

    @Test
    void a_rejected_sentence_ends_the_reply_where_it_begins() throws InterruptedException {
        builder.moderation(new BlockedWords(List.of("gunpowder", "火藥")));
        start(model, ContentPolicy.STANDARD);
        HandModel.Talk talk = ask().say("Well. Take gun", "powder and. More.", " And more.");

        Content.FromAi reply = ended();

        assertThat(reply.text()).isEqualTo("Well.");
        assertThat(reply.ending())
                .isEqualTo(new ReplyEnding.Failed(
                        ErrorCode.CONTENT_REJECTED, "the reply was rejected as " + BlockedWords.CATEGORY));
        talk.awaitClosed();
        assertThat(stored()).containsExactly("Hello", "Well.");
    }

    @Test
    void the_last_words_are_judged_too() throws InterruptedException {
        builder.moderation(new BlockedWords(List.of("gunpowder")));
        start(model, ContentPolicy.STANDARD);

        ask().say("Well. Gunpowder").end();

        Content.FromAi reply = ended();
        assertThat(reply.text()).isEqualTo("Well.");
        assertThat(reply.ending()).isInstanceOf(ReplyEnding.Failed.class);
    }

    @Test
    void a_phrase_is_found_in_a_sentence_that_never_ends() throws InterruptedException {
        builder.moderation(new BlockedWords(List.of("black gun powder")));
        start(model, ContentPolicy.STANDARD);
        HandModel.Talk talk = ask();
        String endless = "and so on ".repeat(60);

        talk.say(endless, endless, "black ", "gun ", "powder ", endless, endless);

        Content.FromAi reply = ended();
        assertThat(reply.ending()).isInstanceOf(ReplyEnding.Failed.class);
        assertThat(reply.text()).doesNotContain("gun powder").startsWith("and so on ");
    }

    @Test
    void what_can_not_be_judged_is_not_shown() throws InterruptedException {
        builder.moderation(submission -> {
            if (submission.text().contains("two")) {
                throw new IllegalStateException("out of order");
            }
            return new Moderation.Verdict.Allowed();
        });
        start(model, ContentPolicy.STANDARD);
        HandModel.Talk talk = ask().say("One. two. Three. ");

        Content.FromAi reply = ended();

        assertThat(reply.text()).isEqualTo("One.");
        assertThat(reply.ending())
                .isEqualTo(new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "the reply could not be judged"));
        talk.awaitClosed();
    }

    @Test
    void it_is_told_that_a_model_speaks() throws InterruptedException {
        var speakers = new CopyOnWriteArrayList<Moderation.Submission>();
        builder.moderation(submission -> {
            speakers.add(submission);
            return new Moderation.Verdict.Allowed();
        });
        start(model, MASKING);

        ask().say("I am bob@example.com.\n\nYou?").end();
        untilEnded(feed);

        assertThat(speakers)
                .extracting(Moderation.Submission::speaker, Moderation.Submission::text)
                .containsExactly(
                        tuple(Moderation.Speaker.PERSON, "Hello"),
                        tuple(Moderation.Speaker.MODEL, "I am [email]."),
                        tuple(Moderation.Speaker.MODEL, "You?"));
    }

    @Test
    void what_is_held_when_a_reply_is_cancelled_never_existed() throws InterruptedException {
        start(model, MASKING);
        HandModel.Talk talk = ask().say("One. Write to bob@example.com");
        assertThat(nextPiece()).isEqualTo("One.");

        engine.useCases().cancelReply().cancel(ADA, session, null);

        Content.FromAi reply = ended();
        assertThat(reply.ending()).isEqualTo(new ReplyEnding.Cancelled());
        assertThat(reply.text()).isEqualTo("One.");
        talk.awaitClosed();
    }

    @Test
    void what_is_held_when_a_model_breaks_off_never_existed() throws InterruptedException {
        start(model, MASKING);

        ask().say("One. Write to bob@exam")
                .give(new ReplyChunk.Failed(ModelFailure.of(ModelFailure.Kind.BAD_RESPONSE, "cut off")));

        Content.FromAi reply = ended();
        assertThat(reply.text()).isEqualTo("One.");
        assertThat(reply.ending()).isEqualTo(new ReplyEnding.Failed(ErrorCode.AI_BAD_RESPONSE, "cut off"));
    }

    @Test
    void a_model_whose_words_are_held_back_is_not_late() throws InterruptedException {
        start(model, MASKING);
        Duration most = StreamPolicy.STANDARD.idleWithin().minusSeconds(1);
        HandModel.Talk talk = ask();
        for (int i = 1; i <= 6; i++) {
            int said = i;
            talk.say("word ");
            await().until(() -> talk.dealtWith() == said);
            clock.pass(most);
        }
        talk.end();

        assertThat(ended().text()).isEqualTo("word word word word word word ");
    }

    @Test
    void a_cut_reply_shows_what_was_held() throws InterruptedException {
        start(new ScriptedLanguageModel(ReplyScript.saying("x".repeat(150_000), "x".repeat(60_000))), MASKING);

        engine.send(ADA, session, "Hello");

        assertThat(ended().text()).hasSize(StreamPolicy.STANDARD.longestReply());
    }

    @Test
    void another_attempt_is_filtered_from_its_beginning() throws InterruptedException {
        var stores = InMemoryStores.empty(clock);
        try (var first = new Node("first", stores, clock, policies -> policies.with(MASKING))) {
            SessionId shared = first.engine().createSession(ADA);
            SendMessage.Receipt receipt;
            try (Feed onFirst = first.engine().follow(ADA, shared)) {
                receipt = first.engine().send(ADA, shared, "Hello");
                first.model().asked().say("Old a@example.com. Half b@exam");
                until(onFirst, FeedItem.ReplyPiece.class::isInstance);
            }
            first.loseTouch();
            clock.pass(Node.LEASE.multipliedBy(2));
            try (var second = new Node("second", stores, clock, policies -> policies.with(MASKING));
                    Feed onSecond = second.engine().follow(ADA, shared)) {
                second.model()
                        .asked()
                        .say("New c@exa", "mple.com. And d", "@example.com")
                        .end();
                List<FeedItem> items = untilEnded(onSecond);

                assertThat(joined(items, receipt.replyId())).isEqualTo("New [email]. And [email]");
                assertThat(ended(items).text()).isEqualTo("New [email]. And [email]");
                assertThat(ended(items).attempt()).isEqualTo(2);
            }
        }
    }

    @Test
    void a_name_that_is_an_address_is_not_told_to_the_model() throws InterruptedException {
        start(model, MASKING);
        var eve = new Principal(ADA.tenant(), new UserId("eve"), "eve@example.com", "en", ADA.permissions());
        SessionId hers = engine.createSession(eve);

        engine.send(eve, hers, "Hi");

        assertThat(model.asked().prompt().messages().getFirst().text()).endsWith("You talk to [email].");
    }
}
