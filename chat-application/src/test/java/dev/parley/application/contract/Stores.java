package dev.parley.application.contract;

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

/**
 * The stores over one backend.
 *
 * @param sessions keeps sessions
 * @param conversations keeps messages and events
 * @param replies keeps replies as work
 * @param leases says who is alive
 * @param accounts keeps accounts
 * @param logins keeps logins
 * @param apiKeys keeps the keys of programs
 * @param tickets remembers which tickets were spent
 * @param preferences keeps what people prefer
 * @param dataKeys keeps the keys that texts are sealed under
 * @param audit keeps what was done, bound by {@link StoreBackend#CHAIN}
 */
public record Stores(
        SessionStore sessions,
        ConversationStore conversations,
        ReplyJobs replies,
        NodeLeases leases,
        AccountStore accounts,
        LoginStore logins,
        ApiKeyStore apiKeys,
        TicketStore tickets,
        PreferenceStore preferences,
        DataKeys dataKeys,
        AuditLog audit) {}
