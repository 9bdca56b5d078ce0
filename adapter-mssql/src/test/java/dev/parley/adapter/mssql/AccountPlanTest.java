package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.adapter.mssql.Plans.Plan;
import dev.parley.application.contract.StoreBackend;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.AccountStore.Wish;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.application.port.out.TicketStore;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of accounts, logins and the audit log costs the same in a tenant of 20 as in one of 5,000. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountPlanTest {

    private static final TenantId FEW = new TenantId("few");
    private static final TenantId MANY = new TenantId("many");
    private static final UserId USER = new UserId("user-7");
    private static final SecretDigest GIVEN = new SecretDigest("0".repeat(64));
    private static final SecretDigest OTHER = new SecretDigest("1".repeat(64));
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Plans plans = new Plans();
    private HikariDataSource pool;
    private AccountStore accounts;
    private LoginStore logins;
    private TicketStore tickets;
    private AuditLog audit;

    @BeforeAll
    void fill(@TempDir Path folder) {
        MssqlConfig config = MssqlConfig.embedded(folder).withPoolSize(2);
        MssqlAdapter.open(config, PlainVault::over).close();
        pool = Connections.pool(config);
        Transactions unseen =
                new Transactions(Connections.jdbi(pool::getConnection, Dialect.H2, "dbo", PlainVault.INSTANCE));
        unseen.run("filling", handle -> fill(handle, FEW, 20) + fill(handle, MANY, 5_000));
        unseen.run("counting the rows", handle -> handle.execute("ANALYZE"));
        Transactions explained = Plans.transactions(pool, plans);
        accounts = new MssqlAccountStore(explained);
        logins = new MssqlLoginStore(explained);
        tickets = new MssqlTicketStore(explained);
        audit = new MssqlAuditLog(explained, StoreBackend.CHAIN);
    }

    @AfterAll
    void close() {
        pool.close();
    }

    @TestFactory
    List<DynamicTest> each_call_uses_an_index_and_reads_no_more_where_there_is_more() {
        Map<String, Consumer<TenantId>> calls = new TreeMap<>();
        calls.put("find", tenant -> accounts.find(tenant, USER));
        calls.put("find by username", tenant -> accounts.findByName(tenant, "User-7"));
        calls.put("find by address", tenant -> accounts.findByName(tenant, "User-7@example.org"));
        calls.put("list", tenant -> accounts.list(tenant, new Username("user-1"), 5));
        calls.put("change", tenant -> accounts.change(tenant, USER, wish(), NOW));
        calls.put(
                "replace a password",
                tenant -> accounts.replacePassword(
                        tenant, USER, new PasswordHash("hash"), new PasswordHash("other"), NOW));
        calls.put(
                "rotate",
                tenant -> logins.rotate(tenant, login(tenant, 7), GIVEN, OTHER, NOW, NOW.plusSeconds(99), NOW));
        calls.put(
                "reuse",
                tenant -> logins.rotate(tenant, login(tenant, 9), OTHER, GIVEN, NOW, NOW.plusSeconds(99), NOW));
        calls.put("logins", tenant -> logins.of(tenant, USER, NOW));
        calls.put("end a login", tenant -> logins.end(tenant, new UserId("user-13"), login(tenant, 13), NOW));
        calls.put("end all logins", tenant -> logins.endAll(tenant, new UserId("user-15"), NOW));
        calls.put("newest of the audit log", tenant -> audit.read(tenant, null, 10));
        calls.put("older of the audit log", tenant -> audit.read(tenant, 15L, 10));
        calls.put("audit log by actor", tenant -> audit.find(tenant, filter(USER, null, null), null, 10));
        calls.put("audit log by subject", tenant -> audit.find(tenant, filter(null, null, "none"), null, 10));
        calls.put(
                "audit log by action",
                tenant -> audit.find(tenant, filter(null, AuditAction.KEYS_ROTATED, null), null, 10));
        calls.put(
                "audit log by time",
                tenant -> audit.find(tenant, new AuditLog.Filter(null, null, null, NOW, NOW.plusSeconds(1)), null, 10));
        calls.put("lock", tenant -> accounts.lock(tenant, new UserId("user-17"), true, NOW));
        calls.put("spend a ticket", tenant -> tickets.spend(tenant, OTHER, NOW));
        calls.put("spend a ticket again", tenant -> tickets.spend(tenant, ticket(7), NOW));
        calls.put("append to the audit log", tenant -> audit.append(entry(tenant)));
        return calls.entrySet().stream()
                .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> costsTheSame(call.getValue())))
                .toList();
    }

    /** Half of the logins ended long ago. */
    @TestFactory
    List<DynamicTest> a_sweep_over_all_tenants_reads_what_it_finds() {
        Map<String, Runnable> sweeps = new TreeMap<>();
        sweeps.put("ended lately", () -> logins.endedSince(NOW.minusSeconds(10)));
        sweeps.put("taken back lately", () -> logins.revokedSince(NOW.minusSeconds(10), NOW));
        sweeps.put("purge tickets", () -> tickets.purge(NOW.minusSeconds(2_000_000), 10));
        sweeps.put("purge", () -> logins.purge(NOW.minusSeconds(2_000_000), 10));
        return sweeps.entrySet().stream()
                .map(sweep -> DynamicTest.dynamicTest(sweep.getKey(), () -> readsLittle(sweep.getValue())))
                .toList();
    }

    private void readsLittle(Runnable sweep) {
        plans.taken();
        sweep.run();
        List<Plan> asked = plans.taken();
        assertThat(asked).isNotEmpty();
        assertThat(scanned(asked)).as("%s", asked).isLessThan(100);
    }

    private void costsTheSame(Consumer<TenantId> call) {
        List<Plan> few = asked(call, FEW);
        List<Plan> many = asked(call, MANY);

        assertThat(many).hasSameSizeAs(few).isNotEmpty();
        assertThat(many).noneMatch(Plan::readsWholeTable);
        assertThat(scanned(many)).as("%s", many).isLessThanOrEqualTo(scanned(few) + 5);
    }

    private List<Plan> asked(Consumer<TenantId> call, TenantId tenant) {
        plans.taken();
        call.accept(tenant);
        return plans.taken();
    }

    private static int scanned(List<Plan> plans) {
        return plans.stream().mapToInt(Plan::scanned).sum();
    }

    private static Wish wish() {
        return new Wish(null, new EmailAddress("other@example.org"), null, null, null);
    }

    private static AuditLog.Filter filter(
            @Nullable UserId actor, @Nullable AuditAction action, @Nullable String subject) {
        return new AuditLog.Filter(actor, action, subject, null, null);
    }

    private static AuditEntry entry(TenantId tenant) {
        return new AuditEntry(tenant, NOW, USER, AuditAction.LOGGED_IN, null, null, null);
    }

    private static SecretDigest ticket(int number) {
        return new SecretDigest("%064d".formatted(number));
    }

    private static LoginId login(TenantId tenant, int number) {
        return new LoginId(UUID.fromString(prefix(tenant) + "%012x".formatted(number)));
    }

    private static String prefix(TenantId tenant) {
        return tenant.equals(FEW) ? "00000000-0000-0000-0001-" : "00000000-0000-0000-0002-";
    }

    /** By statements of H2's own, which are faster than 5,000 calls. A user has one login; every other one has ended. */
    private static int fill(Handle handle, TenantId tenant, int count) {
        String rows = " FROM SYSTEM_RANGE(1, " + count + ")";
        String user = "'" + tenant + "', 'user-' || X";
        handle.execute(
                "INSERT INTO dbo.chat_accounts (tenant, user_id, username, username_key, email, email_key, locale,"
                        + " account_role, password_hash, created_at, updated_at) SELECT " + user
                        + ", 'User-' || X, 'user-' || X, 'User-' || X || '@example.org', 'user-' || X ||"
                        + " '@example.org', 'en', 'user', 'hash', TIMESTAMP '2025-01-01 00:00:00', TIMESTAMP"
                        + " '2025-01-01 00:00:00'" + rows);
        handle.execute("INSERT INTO dbo.chat_logins (tenant, user_id, login_id, secret, begun_at, used_at, expires_at,"
                + " ended_at) SELECT " + user + ", CAST('" + prefix(tenant)
                + "' || LPAD(LOWER(TO_CHAR(X, 'FMXXXXXXXX')), 12, '0') AS UUID), '" + GIVEN.value()
                + "', TIMESTAMP '2025-01-01 00:00:00', TIMESTAMP '2025-01-01 00:00:00',"
                + " TIMESTAMP '2026-02-01 00:00:00',"
                + " CASE WHEN MOD(X, 2) = 0 THEN TIMESTAMP '2025-12-25 00:00:00' END" + rows);
        handle.execute("INSERT INTO dbo.chat_tickets (tenant, ticket, expires_at) SELECT '" + tenant
                + "', LPAD(X, 64, '0'), TIMESTAMP '2026-02-01 00:00:00'" + rows);
        handle.execute(
                "INSERT INTO dbo.chat_audit_heads (tenant, last_number, last_link) VALUES (?, ?, 'x')",
                tenant.value(),
                count);
        return handle.execute("INSERT INTO dbo.chat_audit (tenant, entry_number, occurred_at, action, link) SELECT '"
                + tenant + "', X, TIMESTAMP '2025-01-01 00:00:00', 'logged_in', 'x'" + rows);
    }
}
