package dev.parley.adapter.mssql;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.application.contract.StoreBackend;
import dev.parley.application.contract.Stores;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.AuditLog.Recorded;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.identity.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.awaitility.Durations;

/** An adapter over a database for one test. Its connection is cut by closing it. */
final class AdapterBackend implements StoreBackend {

    private final MssqlConfig config;
    private final Duration shortLease;
    private final Function<DataKeys, Vault> vault;
    private final Runnable remove;
    private final Stores stores;
    private final List<HikariDataSource> others = new ArrayList<>();
    private MssqlAdapter adapter;

    AdapterBackend(MssqlConfig config, Duration shortLease, Runnable remove) {
        this(config, shortLease, keys -> PlainVault.INSTANCE, remove);
    }

    AdapterBackend(MssqlConfig config, Duration shortLease, Function<DataKeys, Vault> vault, Runnable remove) {
        this.config = config;
        this.shortLease = shortLease;
        this.vault = vault;
        this.remove = remove;
        this.adapter = MssqlAdapter.open(config, vault);
        this.stores = of(adapter);
    }

    @Override
    public Stores stores() {
        return stores;
    }

    /** In its own pool, as in a process of its own. */
    @Override
    public Stores lastingFor(int transactions) {
        Transactions few = transactions(new ShortLivedSource(otherPool(), transactions));
        return new Stores(
                new MssqlSessionStore(few),
                new MssqlConversationStore(few),
                new MssqlReplyJobs(few),
                new MssqlNodeLeases(few),
                new MssqlAccountStore(few),
                new MssqlLoginStore(few),
                new MssqlApiKeyStore(few),
                new MssqlTicketStore(few),
                new MssqlPreferenceStore(few),
                new MssqlDataKeys(few),
                new MssqlAuditLog(few, CHAIN));
    }

    @Override
    public void rewriteAudit(TenantId tenant, UnaryOperator<List<Recorded>> change) {
        transactions(otherPool()).run("tampering with the audit log", handle -> {
            List<Recorded> entries =
                    adapter.audit(CHAIN).read(tenant, null, 100).reversed();
            handle.execute("DELETE FROM ${schema}.chat_audit WHERE tenant = ?", tenant.value());
            List<Recorded> rewritten = change.apply(entries);
            rewritten.forEach(recorded -> AuditRow.insert(handle, recorded));
            return rewritten;
        });
    }

    @Override
    public void cutConnection() {
        adapter.close();
    }

    @Override
    public Stores reconnect() {
        adapter = MssqlAdapter.open(config, vault);
        return of(adapter);
    }

    @Override
    public Duration shortLease() {
        return shortLease;
    }

    /** The databases' clocks can't be moved; a moment more makes up for their rounding. */
    @Override
    public void letTimePass(Duration time) {
        await().pollDelay(time.plusMillis(20))
                .atMost(time.plus(Durations.ONE_MINUTE))
                .until(() -> true);
    }

    @Override
    public void close() {
        others.forEach(HikariDataSource::close);
        adapter.close();
        remove.run();
    }

    private HikariDataSource otherPool() {
        HikariDataSource other = Connections.pool(config.withPoolSize(1));
        others.add(other);
        return other;
    }

    private Transactions transactions(DataSource source) {
        return new Transactions(
                Connections.jdbi(source::getConnection, Dialect.of(config.url()), config.schema(), adapter.vault()));
    }

    private static Stores of(MssqlAdapter adapter) {
        return new Stores(
                adapter.sessions(),
                adapter.conversations(),
                adapter.replies(),
                adapter.leases(),
                adapter.accounts(),
                adapter.logins(),
                adapter.apiKeys(),
                adapter.tickets(),
                adapter.preferences(),
                adapter.dataKeys(),
                adapter.audit(CHAIN));
    }
}
