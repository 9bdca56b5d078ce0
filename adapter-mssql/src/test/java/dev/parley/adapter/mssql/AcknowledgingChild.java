package dev.parley.adapter.mssql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.Acceptance;
import dev.parley.application.port.out.SessionStore;
import java.nio.file.Path;

/** A process that accepts messages, prints the number of each once it is accepted, and goes on until it is killed. */
final class AcknowledgingChild {

    private AcknowledgingChild() {}

    /**
     * Never returns.
     *
     * @param arguments the folder, the number of the first message, and a write delay if it shall be careless
     */
    public static void main(String[] arguments) {
        MssqlConfig config = MssqlConfig.embedded(Path.of(arguments[0]));
        int first = Integer.parseInt(arguments[1]);
        if (arguments.length == 2) {
            MssqlAdapter adapter = MssqlAdapter.open(config, PlainVault::over);
            acknowledge(adapter.sessions(), adapter.conversations(), first);
        } else {
            MssqlAdapter.open(config, PlainVault::over).close();
            Transactions transactions = careless(config, arguments[2]);
            acknowledge(new MssqlSessionStore(transactions), new MssqlConversationStore(transactions), first);
        }
    }

    private static void acknowledge(SessionStore sessions, ConversationStore conversations, int first) {
        sessions.create(Talk.session());
        for (int number = first; ; number++) {
            if (conversations.accept(Talk.question(number)) instanceof Acceptance.Accepted) {
                System.out.println("accepted " + number);
                System.out.flush();
            }
        }
    }

    /** What the configuration refuses: H2 as it is by itself. */
    private static Transactions careless(MssqlConfig config, String writeDelay) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(config.url().replace("WRITE_DELAY=0", "WRITE_DELAY=" + writeDelay));
        pool.setUsername(config.user());
        pool.setAutoCommit(false);
        return new Transactions(Connections.jdbi(
                new HikariDataSource(pool)::getConnection, Dialect.H2, config.schema(), PlainVault.INSTANCE));
    }
}
