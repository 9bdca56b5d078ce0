package dev.parley.adapter.mssql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.ApiKeyStore;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.StoredWords;
import dev.parley.application.port.out.TicketStore;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.audit.AuditChain;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The store, in SQL Server or in H2. It owns its connections; the ports it gives are thread-safe, block, and are dead
 * once it is closed.
 */
public final class MssqlAdapter implements AutoCloseable {

    private final HikariDataSource pool;
    private final HikariDataSource leasePool;
    private final ConnectionQueue queue;
    private final Database database;
    private final Transactions transactions;
    private final SessionStore sessions;
    private final ConversationStore conversations;
    private final ReplyJobs replies;
    private final NodeLeases leases;
    private final AccountStore accounts;
    private final LoginStore logins;
    private final ApiKeyStore apiKeys;
    private final TicketStore tickets;
    private final PreferenceStore preferences;
    private final Vault vault;
    private final StoredWords words;
    private final DataKeys dataKeys;

    private MssqlAdapter(
            HikariDataSource pool,
            HikariDataSource leasePool,
            ConnectionQueue queue,
            MssqlConfig config,
            Database database,
            DataKeys dataKeys,
            Vault vault) {
        Dialect dialect = Dialect.of(config.url());
        Jdbi jdbi = Connections.jdbi(queue, dialect, config.schema(), vault);
        Jdbi ofLeases = Connections.jdbi(leasePool::getConnection, dialect, config.schema());
        this.pool = pool;
        this.leasePool = leasePool;
        this.queue = queue;
        this.database = database;
        this.transactions = new Transactions(jdbi, !config.isEmbedded());
        this.sessions = new MssqlSessionStore(transactions);
        this.conversations = new MssqlConversationStore(transactions);
        this.replies = new MssqlReplyJobs(transactions);
        this.leases = new MssqlNodeLeases(new Transactions(ofLeases, !config.isEmbedded()));
        this.accounts = new MssqlAccountStore(transactions);
        this.logins = new MssqlLoginStore(transactions);
        this.apiKeys = new MssqlApiKeyStore(transactions);
        this.tickets = new MssqlTicketStore(transactions);
        this.preferences = new MssqlPreferenceStore(transactions);
        this.vault = vault;
        this.dataKeys = dataKeys;
        this.words = new MssqlStoredWords(transactions);
    }

    /**
     * Connects, and brings the schema up to date; several nodes may do so at once. Blocks.
     *
     * @param vault makes the vault that seals all texts, over the data keys that are kept in this database; asked once.
     *     What it throws ends the opening.
     * @throws StoreException.Unavailable if the database can't be reached
     * @throws StoreException.Broken if it refuses us, or its schema can't be brought up to date
     */
    public static MssqlAdapter open(MssqlConfig config, Function<DataKeys, Vault> vault) {
        return open(config, vault, Observer.NONE);
    }

    /**
     * The same, with somebody who is told how long calls wait.
     *
     * @throws StoreException.Unavailable if the database can't be reached
     * @throws StoreException.Broken if it refuses us, or its schema can't be brought up to date
     */
    public static MssqlAdapter open(MssqlConfig config, Function<DataKeys, Vault> vault, Observer observer) {
        HikariDataSource pool = migrated(config);
        try {
            Dialect dialect = Dialect.of(config.url());
            var queue = new ConnectionQueue(pool::getConnection, config.poolSize(), config.connectTimeout(), observer);
            Jdbi withoutTexts = Connections.jdbi(queue, dialect, config.schema());
            DataKeys keys = new MssqlDataKeys(new Transactions(withoutTexts));
            Database database = described(pool);
            Vault sealing = vault.apply(keys);
            return new MssqlAdapter(pool, connectedForLeases(config), queue, config, database, keys, sealing);
        } catch (SQLException failure) {
            pool.close();
            throw SqlFailures.translated("opening the database", failure);
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    /** H2 checks a table's rules in the session that made it, for as long as the database is open: so it is opened anew. */
    private static HikariDataSource migrated(MssqlConfig config) {
        HikariDataSource pool = connected(config);
        try {
            boolean changed = Migrations.run(pool, Dialect.of(config.url()), config.schema());
            if (!changed || !config.isFile()) {
                return pool;
            }
        } catch (FlywayException | SQLException failure) {
            pool.close();
            throw SqlFailures.translated("opening the database", failure);
        }
        pool.close();
        return connected(config);
    }

    /**
     * Looks at a database without changing it, and closes what it opened. Blocks.
     *
     * @throws StoreException.Unavailable if the database can't be reached
     * @throws StoreException.Broken if it refuses us
     */
    public static Examination examine(MssqlConfig config) {
        return Examiner.examine(config);
    }

    /** Sessions. */
    public SessionStore sessions() {
        return sessions;
    }

    /** Messages and events. */
    public ConversationStore conversations() {
        return conversations;
    }

    /** Replies as work. */
    public ReplyJobs replies() {
        return replies;
    }

    /** Which nodes are alive. */
    public NodeLeases leases() {
        return leases;
    }

    /** Accounts. */
    public AccountStore accounts() {
        return accounts;
    }

    /** Logins. */
    public LoginStore logins() {
        return logins;
    }

    /** Keys of programs. */
    public ApiKeyStore apiKeys() {
        return apiKeys;
    }

    /** Tickets that were spent. */
    public TicketStore tickets() {
        return tickets;
    }

    /** What people prefer. */
    public PreferenceStore preferences() {
        return preferences;
    }

    /** The keys that texts are sealed under. */
    DataKeys dataKeys() {
        return dataKeys;
    }

    /** What seals all texts. */
    public Vault vault() {
        return vault;
    }

    /** All texts, to be sealed anew. */
    public StoredWords words() {
        return words;
    }

    /**
     * What was done.
     *
     * @param chain binds the entries; the one that bound those which are there already
     */
    public AuditLog audit(AuditChain chain) {
        return new MssqlAuditLog(transactions, chain);
    }

    /** What we are connected to, as it was when we opened. Does not block. */
    public Database database() {
        return database;
    }

    /** Whether the database answers now. Blocks, as all calls do, until it is their turn; for health checks. */
    public boolean ready() {
        try {
            return transactions.run(
                    "asking whether the database answers",
                    handle ->
                            handle.createQuery("SELECT 1").mapTo(Integer.class).one() == 1);
        } catch (StoreException notReady) {
            return false;
        }
    }

    /** How many connections there are now. Does not block; for gauges. */
    public Pool connections() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return now == null
                ? new Pool(0, 0, 0)
                : new Pool(
                        now.getActiveConnections(),
                        now.getIdleConnections(),
                        queue.waiting() + now.getThreadsAwaitingConnection());
    }

    /**
     * Connections to the database.
     *
     * @param active how many are used
     * @param idle how many are not
     * @param awaited how many calls wait for one
     */
    public record Pool(int active, int idle, int awaited) {}

    /** Closes all connections. Idempotent. What was committed stays. */
    @Override
    public void close() {
        leasePool.close();
        pool.close();
    }

    /** A node that is busy is not dead: people who take all other connections must not keep it from saying so. */
    private static HikariDataSource connectedForLeases(MssqlConfig config) {
        return connected(config.withPoolSize(1));
    }

    private static HikariDataSource connected(MssqlConfig config) {
        try {
            return Connections.pool(config);
        } catch (PoolInitializationException failure) {
            throw SqlFailures.translated("connecting to the database", failure);
        }
    }

    private static Database described(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            DatabaseMetaData about = connection.getMetaData();
            return new Database(about.getDatabaseProductName(), about.getDatabaseProductVersion());
        }
    }

    /** Is told how long calls wait for their turn at the connections. Called by many threads; must not block or throw. */
    @FunctionalInterface
    public interface Observer {

        /** Looks at nothing. */
        Observer NONE = (served, nanos) -> {};

        /**
         * A call's wait is over.
         *
         * @param served whether its turn came
         * @param nanos how long it stood in the line
         */
        void waited(boolean served, long nanos);
    }

    /** What was found when somebody looked. */
    public sealed interface Examination {

        /** There is no such file yet; it is made when a store is opened. */
        record Missing() implements Examination {}

        /** Another process has the file. */
        record Taken() implements Examination {}

        /**
         * It answers.
         *
         * @param database what it is
         * @param schemaVersion how far our tables are; null if they were never made
         * @param pending how many steps are missing; taken when a store is opened
         * @param now its time
         */
        record Reached(Database database, @Nullable String schemaVersion, int pending, Instant now)
                implements Examination {}
    }

    /**
     * A database, as it calls itself.
     *
     * @param name the product, such as {@code H2} or {@code Microsoft SQL Server}
     * @param version its version
     */
    public record Database(String name, String version) {}
}
