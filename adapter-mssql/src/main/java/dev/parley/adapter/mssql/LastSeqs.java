package dev.parley.adapter.mssql;

import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The last seqs of many sessions in one query; of more than a thousand, in one a thousand, for SQL Server takes 2,100
 * parameters at most. The number of parameters is a power of two, so that there are few statements to be prepared.
 */
final class LastSeqs {

    private static final int AT_ONCE = 1_024;

    private LastSeqs() {}

    static Map<SessionKey, Seq> find(Handle handle, Collection<SessionKey> keys) {
        Map<SessionKey, Seq> found = new HashMap<>();
        List<SessionKey> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            find(handle, all.subList(from, Math.min(all.size(), from + AT_ONCE)), found);
        }
        return found;
    }

    private static void find(Handle handle, List<SessionKey> keys, Map<SessionKey, Seq> found) {
        List<SessionKey> padded = padded(keys);
        try (Query query = handle.createQuery(sql(padded.size()))) {
            bind(query, padded);
            query.map((row, context) -> Map.entry(
                            new SessionKey(
                                    new TenantId(row.getString("tenant")),
                                    new SessionId(Columns.id(row, "session_id"))),
                            new Seq(row.getLong("last_seq"))))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        }
    }

    /** A join to the list of keys is a seek for each of them on either engine; an IN within a tenant is not on H2. */
    static String sql(int size) {
        return "SELECT h.tenant, h.session_id, h.last_seq FROM " + keys(size)
                + " JOIN ${schema}.chat_session_heads h ON h.tenant = k.tenant AND h.session_id = k.session_id";
    }

    /** A table {@code k} of so many keys. */
    static String keys(int size) {
        String rows = IntStream.range(0, size)
                .mapToObj(i -> "(CAST(:t" + i + " AS NVARCHAR(64)) ${exact}, CAST(:s" + i + " AS UNIQUEIDENTIFIER))")
                .collect(Collectors.joining(", "));
        return "(VALUES " + rows + ") k (tenant, session_id)";
    }

    static void bind(Query query, List<SessionKey> keys) {
        for (int i = 0; i < keys.size(); i++) {
            query.bind("t" + i, keys.get(i).tenant().value());
            query.bind("s" + i, keys.get(i).session().value());
        }
    }

    /** The keys, the last one repeated until there is a power of two of them. */
    static List<SessionKey> padded(List<SessionKey> keys) {
        int size = Math.max(1, Integer.highestOneBit(keys.size() * 2 - 1));
        List<SessionKey> padded = new ArrayList<>(keys);
        while (padded.size() < size) {
            padded.add(keys.getLast());
        }
        return padded;
    }
}
