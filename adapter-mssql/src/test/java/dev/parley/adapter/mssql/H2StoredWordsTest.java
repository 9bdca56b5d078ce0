package dev.parley.adapter.mssql;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.application.contract.StoreBackend;
import dev.parley.application.contract.StoredWordsContract;
import dev.parley.application.contract.Stores;
import dev.parley.application.port.out.StoredWords;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.message.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

class H2StoredWordsTest extends StoredWordsContract {

    @Override
    protected Backend openBackend() {
        return new OneFile();
    }

    private static final class OneFile implements Backend {

        private static final List<String> COLUMNS = List.of(
                "session_title FROM dbo.chat_sessions",
                "title_key FROM dbo.chat_sessions",
                "context FROM dbo.chat_sessions",
                "metadata FROM dbo.chat_sessions",
                "summary FROM dbo.chat_sessions",
                "preview FROM dbo.chat_sessions",
                "command_digest FROM dbo.chat_sessions",
                "content FROM dbo.chat_messages",
                "metadata FROM dbo.chat_messages",
                "error_detail FROM dbo.chat_messages",
                "partial_text FROM dbo.chat_replies");

        private final Path folder = H2Backend.filledFolder();
        private final MssqlConfig config = MssqlConfig.embedded(folder).withPoolSize(3);
        private final MssqlAdapter adapter = MssqlAdapter.open(config, TestVaults::sealing);
        private final List<HikariDataSource> pools = new ArrayList<>();
        private final HikariDataSource shared = pool(3);

        @Override
        public Vault vault() {
            return adapter.vault();
        }

        @Override
        public Stores stores(Vault through) {
            Transactions transactions = transactions(shared, through);
            return new Stores(
                    new MssqlSessionStore(transactions),
                    new MssqlConversationStore(transactions),
                    new MssqlReplyJobs(transactions),
                    new MssqlNodeLeases(transactions),
                    new MssqlAccountStore(transactions),
                    new MssqlLoginStore(transactions),
                    new MssqlApiKeyStore(transactions),
                    new MssqlTicketStore(transactions),
                    new MssqlPreferenceStore(transactions),
                    new MssqlDataKeys(transactions),
                    new MssqlAuditLog(transactions, StoreBackend.CHAIN));
        }

        @Override
        public StoredWords words(int transactions) {
            return new MssqlStoredWords(transactions(
                    transactions == Integer.MAX_VALUE ? shared : new ShortLivedSource(pool(1), transactions), vault()));
        }

        @Override
        public List<String> everything() {
            return transactions(shared, vault()).run("looking into the database", OneFile::everything);
        }

        private static List<String> everything(Handle handle) {
            return COLUMNS.stream()
                    .flatMap(column -> handle.createQuery("SELECT " + column).mapTo(String.class).list().stream())
                    .filter(Objects::nonNull)
                    .toList();
        }

        /** The last of the letters means too few bits for each change to be one. */
        @Override
        public void damage(Message message) {
            int unused = transactions(shared, vault())
                    .run(
                            "damaging a text",
                            handle -> handle.execute(
                                    "UPDATE dbo.chat_messages SET content = SUBSTRING(content, 1, LEN(content) - 5) ||"
                                            + " CASE WHEN SUBSTRING(content, LEN(content) - 4, 1) = 'A' THEN 'B' ELSE 'A'"
                                            + " END || SUBSTRING(content, LEN(content) - 3, 4) WHERE message_id = ?",
                                    message.id().value()));
        }

        @Override
        public void close() {
            pools.forEach(HikariDataSource::close);
            adapter.close();
            H2Backend.remove(folder);
        }

        private HikariDataSource pool(int size) {
            HikariDataSource pool = Connections.pool(config.withPoolSize(size));
            pools.add(pool);
            return pool;
        }

        private Transactions transactions(DataSource source, Vault through) {
            return new Transactions(Connections.jdbi(source::getConnection, Dialect.H2, config.schema(), through));
        }
    }
}
