package dev.parley.adapter.mssql;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.application.local.PlainVault;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;

/** Asks H2 how it does what the stores ask of it, while they ask: for each statement its plan and the rows it read. */
final class Plans implements SqlLogger {

    private static final Pattern SCANS = Pattern.compile("/\\* scanCount: (\\d+) \\*/");

    private final List<Plan> plans = new ArrayList<>();

    static Transactions transactions(HikariDataSource pool, Plans plans) {
        Jdbi jdbi = Connections.jdbi(pool::getConnection, Dialect.H2, "dbo", PlainVault.INSTANCE);
        jdbi.getConfig(SqlStatements.class).setSqlLogger(plans);
        return new Transactions(jdbi);
    }

    /** The plans since it was asked last. */
    List<Plan> taken() {
        List<Plan> taken = List.copyOf(plans);
        plans.clear();
        return taken;
    }

    /** Before, because a statement that writes finds less to do afterwards. Only reading ones are really run twice. */
    @Override
    @SuppressWarnings("removal") // The only way to what was bound; it is for tests.
    public void logBeforeExecution(StatementContext context) {
        String sql = context.getParsedSql().getSql();
        String explain = sql.startsWith("SELECT") ? "EXPLAIN ANALYZE " : "EXPLAIN ";
        try (PreparedStatement statement = context.getConnection().prepareStatement(explain + sql)) {
            int position = 1;
            for (String name : context.getParsedSql().getParameters().getParameterNames()) {
                context.getBinding().findForName(name, context).orElseThrow().apply(position++, statement, context);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                plans.add(new Plan(sql, rows.getString(1)));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    record Plan(String sql, String plan) {

        /** How many rows it read, of all tables together. */
        int scanned() {
            return SCANS.matcher(plan)
                    .results()
                    .map(MatchResult::group)
                    .mapToInt(count -> Integer.parseInt(count.replaceAll("\\D", "")))
                    .sum();
        }

        boolean readsWholeTable() {
            return plan.contains(".tableScan");
        }
    }
}
