package dev.parley.bootstrap;

import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.ApiKeyStore;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.FileStore;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.StoredWords;
import dev.parley.application.port.out.TicketStore;
import dev.parley.application.port.out.Vault;
import dev.parley.bootstrap.metrics.Measuring;
import dev.parley.bootstrap.tracing.Tracing;
import dev.parley.domain.audit.AuditChain;

/** Every port behind which something is kept, in one place, so that something can be put around all of them. */
record Storage(
        SessionStore sessions,
        ConversationStore conversations,
        ReplyJobs replies,
        NodeLeases leases,
        AccountStore accounts,
        LoginStore logins,
        ApiKeyStore apiKeys,
        TicketStore tickets,
        PreferenceStore preferences,
        AuditLog audit,
        Vault vault,
        StoredWords words,
        FileStore files) {

    static Storage over(MssqlAdapter database, AuditChain chain, FileStore files) {
        return new Storage(
                database.sessions(),
                database.conversations(),
                database.replies(),
                database.leases(),
                database.accounts(),
                database.logins(),
                database.apiKeys(),
                database.tickets(),
                database.preferences(),
                database.audit(chain),
                database.vault(),
                database.words(),
                files);
    }

    /** The same, with every call traced that is made for a question. */
    Storage traced(Tracing tracing, String database) {
        return new Storage(
                tracing.store(SessionStore.class, database, sessions),
                tracing.store(ConversationStore.class, database, conversations),
                tracing.replies(tracing.store(ReplyJobs.class, database, replies)),
                leases,
                accounts,
                logins,
                apiKeys,
                tickets,
                tracing.store(PreferenceStore.class, database, preferences),
                tracing.store(AuditLog.class, database, audit),
                vault,
                words,
                files);
    }

    /** The same, with every call timed but those for a single text. */
    Storage timed(Measuring measuring) {
        return new Storage(
                measuring.store(SessionStore.class, sessions),
                measuring.store(ConversationStore.class, conversations),
                measuring.store(ReplyJobs.class, replies),
                measuring.store(NodeLeases.class, leases),
                measuring.store(AccountStore.class, accounts),
                measuring.store(LoginStore.class, logins),
                measuring.store(ApiKeyStore.class, apiKeys),
                measuring.store(TicketStore.class, tickets),
                measuring.store(PreferenceStore.class, preferences),
                measuring.store(AuditLog.class, audit),
                vault,
                measuring.store(StoredWords.class, words),
                measuring.store(FileStore.class, files));
    }
}
