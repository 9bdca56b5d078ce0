package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.adapter.mssql.Plans.Plan;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.ConversationStore.SearchQuery;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs.Job;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionStore.Query;
import dev.parley.application.port.out.SessionStore.Sort;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.search.SearchWords;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.SessionTitle.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the stores ask for costs the same in a session of 20 messages as in one of 20,000, and among many sessions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanTest {

    private static final int FEW = 20;
    private static final int MANY = 20_000;

    private final Plans plans = new Plans();
    private HikariDataSource pool;
    private Fixture small;
    private Fixture large;
    private NodeLease owner;

    @BeforeAll
    void fill(@TempDir Path folder) {
        MssqlConfig config = MssqlConfig.embedded(folder).withPoolSize(2);
        MssqlAdapter.open(config, PlainVault::over).close();
        pool = Connections.pool(config);
        Transactions unseen =
                new Transactions(Connections.jdbi(pool::getConnection, Dialect.H2, "dbo", PlainVault.INSTANCE));
        Fixture.fill(unseen, "few", 1, FEW);
        Fixture.fill(unseen, "many", 300, MANY);
        unseen.run("counting the rows", handle -> handle.execute("ANALYZE"));
        Transactions explained = Plans.transactions(pool, plans);
        small = new Fixture(explained, "few", FEW);
        large = new Fixture(explained, "many", MANY);
        owner = small.leases.take("writer", Duration.ofHours(1));
    }

    @AfterAll
    void close() {
        pool.close();
    }

    @TestFactory
    List<DynamicTest> each_call_uses_an_index_and_reads_no_more_where_there_is_more() {
        Map<String, Consumer<Fixture>> calls = new TreeMap<>();
        calls.put("find", fixture -> fixture.sessions.find(fixture.key));
        calls.put(
                "change",
                fixture -> fixture.sessions.change(
                        fixture.key, new Wish(new SessionTitle("title", Origin.CHOSEN), null, null), fixture.at(0)));
        for (Sort sort : Sort.values()) {
            calls.put("list by " + sort, fixture -> list(fixture, sort, true));
            calls.put("list of all by " + sort, fixture -> list(fixture, sort, null));
        }
        calls.put("known", fixture -> fixture.sessions.known(List.of(fixture.key)));
        calls.put("newest page", fixture -> fixture.conversations.history(fixture.key, new Range.Newest(20)));
        calls.put(
                "page before",
                fixture -> fixture.conversations.history(fixture.key, new Range.Before(new Position(15), 10)));
        calls.put(
                "page after",
                fixture -> fixture.conversations.history(fixture.key, new Range.After(new Position(5), 10)));
        calls.put("window", fixture -> fixture.conversations.window(fixture.key, fixture.lastTurn(), new Turn(1), 5));
        calls.put("events", fixture -> fixture.conversations.events(fixture.key, new Seq(fixture.messages - 9), 100));
        calls.put("message", fixture -> fixture.conversations.message(fixture.key, fixture.message(7)));
        calls.put("heads", fixture -> fixture.conversations.heads(List.of(fixture.key)));
        calls.put(
                "move cursors",
                fixture -> fixture.conversations.moveCursors(
                        fixture.key, fixture.owner, null, new Position(fixture.messages)));
        calls.put("cursors", fixture -> fixture.conversations.cursors(fixture.key, fixture.owner));
        calls.put("progress", fixture -> fixture.replies.progress(fixture.key, fixture.message(7)));
        calls.put("progress of a reply", fixture -> fixture.replies.progress(fixture.key, fixture.message(8)));
        calls.put("open", fixture -> fixture.replies.open(fixture.key));
        calls.put("startable", fixture -> fixture.replies.startable(10));
        calls.put("cancel requested", fixture -> fixture.replies.cancelRequested(new NodeLease("a", 1)));
        calls.put("turn", this::turn);
        calls.put("resend", fixture -> fixture.conversations.accept(fixture.resend()));
        return calls.entrySet().stream()
                .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> costsTheSame(call.getValue())))
                .toList();
    }

    /** It reads the owner's messages, and no more of a long session than it may. */
    @Test
    void a_search_reads_its_owners_newest_messages_and_says_if_that_was_not_all() {
        plans.taken();
        var few = small.conversations.search(search(small));
        List<Plan> ofFew = plans.taken();
        var many = large.conversations.search(search(large));
        List<Plan> ofMany = plans.taken();

        assertThat(few.complete()).isTrue();
        assertThat(many.complete()).isFalse();
        assertThat(ofFew).noneMatch(Plan::readsWholeTable);
        assertThat(ofMany).noneMatch(Plan::readsWholeTable);
        assertThat(scanned(ofFew)).as("%s", ofFew).isLessThan(10 * FEW);
        assertThat(scanned(ofMany)).as("%s", ofMany).isBetween(10_000, 15_000);
    }

    private static SearchQuery search(Fixture fixture) {
        return new SearchQuery(fixture.key.tenant(), fixture.owner, SearchWords.parse("nowhere"), null, 10);
    }

    private void costsTheSame(Consumer<Fixture> call) {
        List<Plan> few = asked(call, small);
        List<Plan> many = asked(call, large);

        assertThat(many).hasSameSizeAs(few).isNotEmpty();
        assertThat(many).noneMatch(Plan::readsWholeTable);
        assertThat(scanned(many)).as("%s", many).isLessThanOrEqualTo(scanned(few) + 5);
    }

    private List<Plan> asked(Consumer<Fixture> call, Fixture fixture) {
        plans.taken();
        call.accept(fixture);
        return plans.taken();
    }

    private static int scanned(List<Plan> plans) {
        return plans.stream().mapToInt(Plan::scanned).sum();
    }

    private static void list(Fixture fixture, Sort sort, Boolean active) {
        fixture.sessions.list(new Query(fixture.key.tenant(), fixture.owner, active, sort, null, 1));
    }

    /** A question, its claim, a checkpoint, a cancel and its end. */
    private void turn(Fixture fixture) {
        NewMessage question = fixture.question();
        fixture.conversations.accept(question);
        Job job = fixture.replies
                .claim(new Ticket(fixture.key, question.reply()), owner, fixture.at(1))
                .orElseThrow();
        fixture.replies.checkpoint(job.claim(), "so far");
        fixture.replies.cancel(fixture.key, question.reply(), fixture.at(2));
        fixture.replies.finish(job.claim(), Fixture.answer(), fixture.at(3));
    }
}
