package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.reply.StreamPolicy;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The text of a running reply is kept now and then, as well as the store can. */
class CheckpointTest {

    private static final String DUE = "a".repeat(StreamPolicy.STANDARD.checkpointAfter());

    private final HandClock clock = new HandClock();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final Node node = new Node("node", stores, clock, policies -> policies.leasing(Duration.ofHours(1)));
    private final Shaky store = node.store();
    private SessionId session;
    private Feed feed;

    @BeforeEach
    void open() {
        session = node.engine().createSession(ADA);
        feed = node.engine().follow(ADA, session);
    }

    @AfterEach
    void close() {
        feed.close();
        node.close();
    }

    @Test
    void one_that_fails_harms_nothing() throws InterruptedException {
        SendMessage.Receipt receipt = node.engine().send(ADA, session, "Hello");
        store.breaks("checkpointAll", Shaky.When.BEFORE);
        HandModel.Talk talk = node.model().asked().say(DUE);
        store.awaitBroken("checkpointAll");
        store.heals("checkpointAll");
        clock.pass(StreamPolicy.STANDARD.checkpointEvery());
        awaitKept();
        talk.say("b").end();

        assertThat(joined(untilEnded(feed), receipt.replyId())).endsWith("ab");
    }

    @Test
    void a_store_that_is_away_is_not_asked_at_every_tick() throws InterruptedException {
        node.engine().send(ADA, session, "Hello");
        store.breaks("checkpointAll", Shaky.When.BEFORE);
        node.model().asked().say(DUE);
        store.awaitBroken("checkpointAll");

        store.awaitDone("startable", 20);

        assertThat(store.brokenAgain("checkpointAll")).isFalse();
        clock.pass(StreamPolicy.STANDARD.checkpointEvery());
        store.awaitBroken("checkpointAll");
    }

    @Test
    void texts_that_can_not_be_kept_together_are_kept_each_by_itself() throws InterruptedException {
        store.refuses("checkpointAll");
        node.engine().send(ADA, session, "Hello");

        node.model().asked().say(DUE);

        awaitKept();
    }

    @Test
    void a_text_that_was_kept_is_kept_again_as_soon_as_it_has_grown() throws InterruptedException {
        node.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = node.model().asked().say(DUE);
        awaitKept();

        talk.say(DUE);

        await().until(() -> kept().equals(DUE + DUE));
    }

    private void awaitKept() {
        await().until(() -> kept().equals(DUE));
    }

    private String kept() {
        return stores.replies()
                .open(new SessionKey(TenantId.DEFAULT, session))
                .getFirst()
                .checkpoint();
    }
}
