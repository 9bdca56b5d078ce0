-- The keys that programs call with.

CREATE TABLE ${if_missing} ${schema}.chat_api_keys (
    row_id     BIGINT IDENTITY(1,1)   NOT NULL,
    tenant     NVARCHAR(64) ${exact}  NOT NULL,
    key_id     UNIQUEIDENTIFIER       NOT NULL,
    owner_id   NVARCHAR(64) ${exact}  NOT NULL,
    key_name   NVARCHAR(100)          NOT NULL,
    -- Names with blanks between.
    scopes     NVARCHAR(900) ${exact} NOT NULL,
    -- A digest under a key of the secret.
    secret     NVARCHAR(64) ${exact}  NOT NULL,
    created_by NVARCHAR(64) ${exact}  NOT NULL,
    created_at DATETIME2(3)           NOT NULL,
    expires_at DATETIME2(3)           NULL,
    revoked_at DATETIME2(3)           NULL,
    used_at    DATETIME2(3)           NULL,
    -- When it was created or revoked: what other nodes have to learn.
    changed_at DATETIME2(3)           NOT NULL,
    CONSTRAINT chat_api_keys_key PRIMARY KEY ${nonclustered} (tenant, key_id)
);

-- What changed is looked for in all tenants at once.
CREATE INDEX ${if_missing} chat_api_keys_by_change ON ${schema}.chat_api_keys (changed_at);
CREATE INDEX ${if_missing} chat_api_keys_listed ON ${schema}.chat_api_keys (tenant, row_id);
