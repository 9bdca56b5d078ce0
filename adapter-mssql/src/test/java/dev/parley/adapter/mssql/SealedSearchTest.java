package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore.SearchPage;
import dev.parley.application.port.out.ConversationStore.SearchPlace;
import dev.parley.application.port.out.ConversationStore.SearchQuery;
import dev.parley.domain.search.SearchWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database can't look into what is sealed: stretch after stretch is opened, of rows that are plain and such that are not. */
class SealedSearchTest {

    private static final int MESSAGES = 60;
    private static final int MANY_ROUNDS = 100;

    /** Every third is found, among them the first and the last. */
    private static final List<String> FOUND = IntStream.iterate(MESSAGES, number -> number > 0, number -> number - 1)
            .filter(SealedSearchTest::isFound)
            .mapToObj(SealedSearchTest::text)
            .toList();

    @TempDir
    Path folder;

    private MssqlAdapter plain;
    private MssqlAdapter sealed;
    private HikariDataSource pool;
    private Transactions transactions;

    /** As after encryption was switched on, and in part as if it had been switched off again in between. */
    @BeforeEach
    void fill() {
        H2Backend.fill(folder);
        MssqlConfig config = MssqlConfig.embedded(folder).withPoolSize(2);
        sealed = MssqlAdapter.open(config, TestVaults::sealing);
        plain = MssqlAdapter.open(config, keys -> PlainVault.INSTANCE);
        pool = Connections.pool(config.withPoolSize(1));
        transactions =
                new Transactions(Connections.jdbi(pool::getConnection, Dialect.H2, config.schema(), sealed.vault()));
        plain.sessions().create(Talk.session());
        for (int number = 1; number <= MESSAGES; number++) {
            MssqlAdapter through = number <= 20 || number % 2 == 0 ? plain : sealed;
            through.conversations().accept(Talk.question("m" + number, text(number), Talk.NOON.plusSeconds(number)));
        }
    }

    @AfterEach
    void close() {
        pool.close();
        plain.close();
        sealed.close();
    }

    private static boolean isFound(int number) {
        return number % 3 == 0 || number == 1;
    }

    private static String text(int number) {
        return (isFound(number) ? "a Needle, " : "hay, ") + number;
    }

    @Test
    void a_page_is_filled_from_several_stretches() {
        for (int rows : new int[] {1, 7, 20, MESSAGES, 1_000}) {
            assertThat(texts(page(rows, MANY_ROUNDS, 100, null))).isEqualTo(FOUND);
        }
    }

    @Test
    void page_after_page_has_each_hit_once() {
        for (int limit : new int[] {1, 2, 5, FOUND.size(), 100}) {
            assertThat(pages(7, MANY_ROUNDS, limit)).as("pages of %d", limit).isEqualTo(FOUND);
        }
    }

    /** A page that ends because enough was looked at has less than asked for, even nothing, and says where to go on. */
    @Test
    void a_page_ends_where_enough_was_looked_at() {
        SearchPage page = page(1, 1, 100, null);

        assertThat(texts(page)).containsExactly(text(MESSAGES));
        assertThat(page.next()).isNotNull();
        assertThat(texts(page(1, 2, 100, page.next()))).isEmpty();
        assertThat(pages(1, 2, 100)).isEqualTo(FOUND);
    }

    @Test
    void the_port_finds_the_same_before_and_after_all_is_sealed() {
        List<String> mixed = texts(sealed.conversations().search(query(100, null)));
        int newly = sealed.words().reseal(Talk.KEY.tenant(), null, 1_000).sealed();

        assertThat(newly).isPositive();
        assertThat(mixed).isEqualTo(FOUND);
        assertThat(texts(sealed.conversations().search(query(100, null)))).isEqualTo(FOUND);
    }

    @Test
    void a_damaged_text_takes_no_part_and_the_answer_says_so() {
        int damaged = transactions.run(
                "damaging a text",
                handle ->
                        handle.execute("UPDATE dbo.chat_messages SET content = SUBSTRING(content, 1, LEN(content) - 8)"
                                + " WHERE client_message_id = 'm57'"));

        SearchPage page = sealed.conversations().search(query(100, null));

        assertThat(damaged).isEqualTo(1);
        assertThat(texts(page))
                .isEqualTo(FOUND.stream().filter(text -> !text.equals(text(57))).toList());
        assertThat(page.complete()).isFalse();
        assertThat(sealed.conversations().search(query(3, null)).hits()).hasSize(3);
    }

    private List<String> pages(int rows, int rounds, int limit) {
        List<String> all = new ArrayList<>();
        SearchPlace place = null;
        do {
            SearchPage page = page(rows, rounds, limit, place);
            assertThat(page.hits()).hasSizeLessThanOrEqualTo(limit);
            assertThat(page.complete()).isTrue();
            all.addAll(texts(page));
            place = page.next();
        } while (place != null);
        return all;
    }

    private SearchPage page(int rows, int rounds, int limit, @Nullable SearchPlace after) {
        return transactions.run("searching", handle -> MessageSearch.page(handle, query(limit, after), rows, rounds));
    }

    private static SearchQuery query(int limit, @Nullable SearchPlace after) {
        return new SearchQuery(Talk.KEY.tenant(), Talk.ADA, SearchWords.parse("needle"), after, limit);
    }

    private static List<String> texts(SearchPage page) {
        return page.hits().stream().map(hit -> hit.message().text()).toList();
    }
}
