package dev.parley.application.local;

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
import dev.parley.application.port.out.TicketStore;
import dev.parley.domain.audit.AuditChain;
import java.time.InstantSource;

/**
 * The stores in this process's memory, over one state. What they hold ends with the process; apart from that they
 * keep every guarantee of their ports. Thread-safe; calls wait for each other only for the moment of a change.
 */
public final class InMemoryStores implements AutoCloseable {

    private final MemoryConnection connection;
    private final SessionStore sessions;
    private final ConversationStore conversations;
    private final ReplyJobs replies;
    private final NodeLeases leases;
    private final AccountStore accounts;
    private final LoginStore logins;
    private final ApiKeyStore apiKeys;
    private final TicketStore tickets;
    private final PreferenceStore preferences;
    private final DataKeys dataKeys;

    private InMemoryStores(MemoryConnection connection) {
        this.connection = connection;
        this.sessions = new InMemorySessionStore(connection);
        this.conversations = new InMemoryConversationStore(connection);
        this.replies = new InMemoryReplyJobs(connection);
        this.leases = new InMemoryNodeLeases(connection);
        this.accounts = new InMemoryAccountStore(connection);
        this.logins = new InMemoryLoginStore(connection);
        this.apiKeys = new InMemoryApiKeyStore(connection);
        this.tickets = new InMemoryTicketStore(connection);
        this.preferences = new InMemoryPreferenceStore(connection);
        this.dataKeys = new InMemoryDataKeys(connection);
    }

    /**
     * Stores that hold nothing yet.
     *
     * @param clock what leases are measured by; nothing else is
     */
    public static InMemoryStores empty(InstantSource clock) {
        return over(new Memory(clock));
    }

    static InMemoryStores over(Memory memory) {
        return new InMemoryStores(new MemoryConnection(memory));
    }

    /** Keeps sessions. */
    public SessionStore sessions() {
        return sessions;
    }

    /** Keeps messages and events. */
    public ConversationStore conversations() {
        return conversations;
    }

    /** Keeps replies as work. */
    public ReplyJobs replies() {
        return replies;
    }

    /** Says who is alive. */
    public NodeLeases leases() {
        return leases;
    }

    /** Keeps accounts. */
    public AccountStore accounts() {
        return accounts;
    }

    /** Keeps logins. */
    public LoginStore logins() {
        return logins;
    }

    /** Keeps the keys of programs. */
    public ApiKeyStore apiKeys() {
        return apiKeys;
    }

    /** Remembers which tickets were spent. */
    public TicketStore tickets() {
        return tickets;
    }

    /** Keeps what people prefer. */
    public PreferenceStore preferences() {
        return preferences;
    }

    /** Keeps the keys that texts are sealed under, for a vault of another store: these stores seal nothing. */
    public DataKeys dataKeys() {
        return dataKeys;
    }

    /**
     * Keeps what was done.
     *
     * @param chain binds the entries; always the same one
     */
    public AuditLog audit(AuditChain chain) {
        return new InMemoryAuditLog(connection, chain);
    }

    /** Other stores over the same state, open even if these are closed. */
    public InMemoryStores reopen() {
        return new InMemoryStores(connection.another());
    }

    /** Ends these stores: every further call throws {@code StoreException.Unavailable}. Idempotent. */
    @Override
    public void close() {
        connection.close();
    }
}
