-- Accounts, logins, and what was done. Names are compared in lower case, which is kept beside them as they were written.

CREATE TABLE ${if_missing} ${schema}.chat_accounts (
    tenant        NVARCHAR(64) ${exact}  NOT NULL,
    user_id       NVARCHAR(64) ${exact}  NOT NULL,
    username      NVARCHAR(64)           NOT NULL,
    username_key  NVARCHAR(64) ${exact}  NOT NULL,
    email         NVARCHAR(254)          NOT NULL,
    email_key     NVARCHAR(254) ${exact} NOT NULL,
    display_name  NVARCHAR(MAX)          NULL,
    locale        NVARCHAR(255)          NOT NULL,
    account_role  NVARCHAR(12)           NOT NULL,
    avatar        NVARCHAR(200)          NULL,
    password_hash NVARCHAR(255) ${exact} NOT NULL,
    created_at    DATETIME2(3)           NOT NULL,
    updated_at    DATETIME2(3)           NOT NULL,
    CONSTRAINT chat_accounts_key PRIMARY KEY (tenant, user_id),
    CONSTRAINT chat_accounts_username UNIQUE (tenant, username_key),
    CONSTRAINT chat_accounts_email UNIQUE (tenant, email_key),
    CONSTRAINT chat_accounts_role CHECK (account_role IN ('user', 'agent', 'supervisor', 'admin'))
);

CREATE TABLE ${if_missing} ${schema}.chat_logins (
    row_id     BIGINT IDENTITY(1,1)  NOT NULL,
    tenant     NVARCHAR(64) ${exact} NOT NULL,
    login_id   UNIQUEIDENTIFIER      NOT NULL,
    user_id    NVARCHAR(64) ${exact} NOT NULL,
    -- A digest under a key of the secret it was last given.
    secret     NVARCHAR(64) ${exact} NOT NULL,
    device     NVARCHAR(200)         NULL,
    address    NVARCHAR(64)          NULL,
    begun_at   DATETIME2(3)          NOT NULL,
    used_at    DATETIME2(3)          NOT NULL,
    expires_at DATETIME2(3)          NOT NULL,
    -- Null while nobody has ended it.
    ended_at   DATETIME2(3)          NULL,
    CONSTRAINT chat_logins_key PRIMARY KEY ${nonclustered} (tenant, login_id)
);

CREATE INDEX ${if_missing} chat_logins_by_user ON ${schema}.chat_logins (tenant, user_id, expires_at);
-- What has run out is looked for in all tenants at once.
CREATE INDEX ${if_missing} chat_logins_by_expiry ON ${schema}.chat_logins (expires_at);

-- The end of each tenant's chain. Whoever appends changes this row first, and so appends alone and leaves no hole.
CREATE TABLE ${if_missing} ${schema}.chat_audit_heads (
    tenant      NVARCHAR(64) ${exact} NOT NULL,
    last_number BIGINT                NOT NULL,
    last_link   NVARCHAR(64) ${exact} NOT NULL,
    CONSTRAINT chat_audit_heads_key PRIMARY KEY (tenant)
);

-- Rows are only ever added; the README says which rights keep it so.
CREATE TABLE ${if_missing} ${schema}.chat_audit (
    tenant       NVARCHAR(64) ${exact} NOT NULL,
    entry_number BIGINT                NOT NULL,
    occurred_at  DATETIME2(3)          NOT NULL,
    actor_id     NVARCHAR(64) ${exact} NULL,
    action       NVARCHAR(32)          NOT NULL,
    subject      NVARCHAR(128)         NULL,
    detail       NVARCHAR(400)         NULL,
    address      NVARCHAR(128)         NULL,
    -- Binds the row to the one before it.
    link         NVARCHAR(64) ${exact} NOT NULL,
    CONSTRAINT chat_audit_key PRIMARY KEY (tenant, entry_number)
);
