-- What became of accounts, logins and sessions when people came back, were sent away, or asked twice.

-- Since when an account lets nobody in; null if it does.
ALTER TABLE ${schema}.chat_accounts ADD ${if_missing} locked_at DATETIME2(3) NULL;

-- The secret a login was given before its last one, and when it was exchanged: who asks again soon gets the same.
ALTER TABLE ${schema}.chat_logins ADD ${if_missing} previous_secret NVARCHAR(64) ${exact} NULL;
ALTER TABLE ${schema}.chat_logins ADD ${if_missing} rotated_at DATETIME2(3) NULL;

-- Tokens that were made elsewhere and are worth nothing here: one of them, or all that somebody was given until then.
CREATE TABLE ${if_missing} ${schema}.chat_revocations (
    revocation_id BIGINT IDENTITY(1,1)  NOT NULL,
    tenant        NVARCHAR(64) ${exact} NOT NULL,
    user_id       NVARCHAR(64) ${exact} NOT NULL,
    -- Which token; null for all of the user.
    login_id      UNIQUEIDENTIFIER      NULL,
    revoked_at    DATETIME2(3)          NOT NULL,
    -- When none of these tokens would be good any more by itself.
    expires_at    DATETIME2(3)          NOT NULL,
    CONSTRAINT chat_revocations_key PRIMARY KEY (tenant, revocation_id)
);

-- What is new and what has run out is looked for in all tenants at once.
CREATE INDEX ${if_missing} chat_revocations_by_time ON ${schema}.chat_revocations (revoked_at);
CREATE INDEX ${if_missing} chat_revocations_by_expiry ON ${schema}.chat_revocations (expires_at);

-- The guest who had the session before its owner: messages sent by one and again by the other are known by it.
ALTER TABLE ${schema}.chat_sessions ADD ${if_missing} former_owner NVARCHAR(64) ${exact} NULL;
-- What the command that made the session asked for, so that another one under its name is told apart.
ALTER TABLE ${schema}.chat_sessions ADD ${if_missing} command_digest NVARCHAR(64) ${exact} NULL;

CREATE INDEX ${if_missing} chat_audit_by_actor ON ${schema}.chat_audit (tenant, actor_id, entry_number);
CREATE INDEX ${if_missing} chat_audit_by_action ON ${schema}.chat_audit (tenant, action, entry_number);
CREATE INDEX ${if_missing} chat_audit_by_subject ON ${schema}.chat_audit (tenant, subject, entry_number);
CREATE INDEX ${if_missing} chat_audit_by_time ON ${schema}.chat_audit (tenant, occurred_at);
