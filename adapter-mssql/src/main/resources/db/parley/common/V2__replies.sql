-- Replies as work, and the nodes that do it.

CREATE TABLE ${if_missing} ${schema}.chat_replies (
    row_id              BIGINT IDENTITY(1,1)  NOT NULL,
    tenant              NVARCHAR(64) ${exact} NOT NULL,
    session_id          UNIQUEIDENTIFIER      NOT NULL,
    reply_id            UNIQUEIDENTIFIER      NOT NULL,
    question_id         UNIQUEIDENTIFIER      NOT NULL,
    version             INT                   NOT NULL,
    turn                BIGINT                NOT NULL,
    state               NVARCHAR(12)          NOT NULL,
    -- The tenant once more while the reply is open, null once it has ended: open replies, of one tenant or of all,
    -- are a short range of an index, however many have ended.
    open_tenant         NVARCHAR(64) ${exact} NULL,
    attempt             INT                   NOT NULL,
    takeovers           INT                   NOT NULL,
    owner_node          NVARCHAR(64) ${exact} NULL,
    owner_epoch         BIGINT                NULL,
    cancel_requested_at DATETIME2(3)          NULL,
    partial_text        NVARCHAR(MAX)         NOT NULL,
    created_at          DATETIME2(3)          NOT NULL,
    claimed_at          DATETIME2(3)          NULL,
    ended_at            DATETIME2(3)          NULL,
    CONSTRAINT chat_replies_key PRIMARY KEY ${nonclustered} (tenant, session_id, reply_id),
    CONSTRAINT chat_replies_once UNIQUE (tenant, session_id, question_id, version),
    CONSTRAINT chat_replies_state
        CHECK (state IN ('pending', 'streaming', 'complete', 'cancelled', 'interrupted', 'failed'))
);

-- Which process of which node is alive, by the database's clock. Nodes are not a tenant's.
CREATE TABLE ${if_missing} ${schema}.chat_node_leases (
    node       NVARCHAR(64) ${exact} NOT NULL,
    epoch      BIGINT                NOT NULL,
    expires_at DATETIME2(3)          NOT NULL,
    CONSTRAINT chat_node_leases_key PRIMARY KEY (node)
);
