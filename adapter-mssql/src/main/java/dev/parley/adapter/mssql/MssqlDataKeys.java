package dev.parley.adapter.mssql;

import dev.parley.application.port.out.DataKeys;
import dev.parley.domain.identity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Data keys as rows of {@code chat_data_keys}. */
final class MssqlDataKeys implements DataKeys {

    private static final String SELECT =
            "SELECT tenant, key_number, master, wrapped, made_at FROM ${schema}.chat_data_keys";

    private static final String ALL = SELECT + " ORDER BY tenant, key_number";

    private static final String OF = SELECT + " WHERE tenant = :tenant ORDER BY tenant, key_number";

    private static final String MADE_SINCE = SELECT + " WHERE made_at >= :since ORDER BY made_at";

    private static final String FIND =
            "SELECT COUNT(*) FROM ${schema}.chat_data_keys WHERE tenant = :tenant AND key_number = :number";

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_data_keys (tenant, key_number, master, wrapped, made_at)
            VALUES (:tenant, :number, :master, :wrapped, :made)""";

    private static final String REWRAP = """
            UPDATE ${schema}.chat_data_keys SET master = :master, wrapped = :wrapped
            WHERE tenant = :tenant AND key_number = :number AND master = :expected""";

    private final Transactions transactions;

    MssqlDataKeys(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<DataKey> all() {
        return transactions.run("reading all data keys", handle -> {
            try (Query query = handle.createQuery(ALL)) {
                return listed(query);
            }
        });
    }

    @Override
    public List<DataKey> of(TenantId tenant) {
        return transactions.run("reading data keys", handle -> {
            try (Query query = handle.createQuery(OF)) {
                return listed(query.bind("tenant", tenant.value()));
            }
        });
    }

    @Override
    public List<DataKey> madeSince(Instant since) {
        return transactions.run("finding new data keys", handle -> {
            try (Query query = handle.createQuery(MADE_SINCE)) {
                return listed(query.bind("since", since));
            }
        });
    }

    @Override
    public boolean add(DataKey key) {
        return transactions.run("keeping a data key", handle -> !isThere(handle, key) && insert(handle, key) == 1);
    }

    @Override
    public boolean rewrap(DataKey expected, String master, String wrapped) {
        return transactions.run("wrapping a data key anew", handle -> {
            try (Update update = handle.createUpdate(REWRAP)) {
                return update.bind("tenant", expected.tenant().value())
                                .bind("number", expected.number())
                                .bind("expected", expected.master())
                                .bind("master", master)
                                .bind("wrapped", wrapped)
                                .execute()
                        == 1;
            }
        });
    }

    /** Who was faster meanwhile has broken a constraint, and the second look finds their key. */
    private static boolean isThere(Handle handle, DataKey key) {
        try (Query query = handle.createQuery(FIND)) {
            return query.bind("tenant", key.tenant().value())
                            .bind("number", key.number())
                            .mapTo(Integer.class)
                            .one()
                    > 0;
        }
    }

    private static int insert(Handle handle, DataKey key) {
        try (Update update = handle.createUpdate(INSERT)) {
            return update.bind("tenant", key.tenant().value())
                    .bind("number", key.number())
                    .bind("master", key.master())
                    .bind("wrapped", key.wrapped())
                    .bind("made", Columns.time(key.madeAt()))
                    .execute();
        }
    }

    private static List<DataKey> listed(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private static DataKey read(ResultSet row) throws SQLException {
        return new DataKey(
                new TenantId(row.getString("tenant")),
                row.getInt("key_number"),
                row.getString("master"),
                row.getString("wrapped"),
                Columns.time(row, "made_at"));
    }
}
