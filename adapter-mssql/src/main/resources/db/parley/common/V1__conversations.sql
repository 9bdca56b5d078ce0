-- Sessions, their messages and events. ${exact} is a collation that tells "a" from "A"; the tenant leads every key.
-- ${if_missing}: H2 commits each statement at once, so that a start that was cut short must find its way through again.
-- row_id is the order in which rows came, by which SQL Server keeps them (see the vendor's folder).

CREATE TABLE ${if_missing} ${schema}.chat_sessions (
    row_id        BIGINT IDENTITY(1,1)   NOT NULL,
    tenant        NVARCHAR(64) ${exact}  NOT NULL,
    session_id    UNIQUEIDENTIFIER       NOT NULL,
    -- session_id as text: ids are listed in this order, which is the same on every engine.
    id_text       NVARCHAR(36) ${exact}  NOT NULL,
    user_id       NVARCHAR(64) ${exact}  NOT NULL,
    user_name     NVARCHAR(MAX)          NULL,
    locale        NVARCHAR(255)          NOT NULL,
    session_title NVARCHAR(255)          NULL,
    title_origin  NVARCHAR(10)           NULL,
    -- What a list by title is sorted by: 0, the title in one case, the title itself; or 1 where there is none.
    title_key     NVARCHAR(512) ${exact} NOT NULL,
    assistant     NVARCHAR(64) ${exact}  NOT NULL,
    context       NVARCHAR(MAX)          NULL,
    metadata      NVARCHAR(MAX)          NOT NULL,
    is_active     BIT                    NOT NULL,
    is_closed     BIT                    NOT NULL,
    created_at    DATETIME2(3)           NOT NULL,
    updated_at    DATETIME2(3)           NOT NULL,
    deleted_at    DATETIME2(3)           NULL,
    -- The tenant once more while the session is deleted, null while it lives: deleted sessions, of one tenant or of
    -- all, are a short range of an index.
    deleted_tenant NVARCHAR(64) ${exact}  NULL,
    summary       NVARCHAR(MAX)          NULL,
    summary_up_to BIGINT                 NULL,
    -- Copies of the head's counters and of the last message's beginning, so that a list needs neither.
    message_count BIGINT                 NOT NULL,
    answer_count  BIGINT                 NOT NULL,
    preview       NVARCHAR(400)          NULL,
    CONSTRAINT chat_sessions_key PRIMARY KEY ${nonclustered} (tenant, session_id),
    -- The one key without a tenant: an id that is taken anywhere is taken everywhere.
    CONSTRAINT chat_sessions_id UNIQUE (session_id),
    CONSTRAINT chat_sessions_title CHECK (title_origin IN ('generated', 'chosen'))
);

CREATE INDEX ${if_missing} chat_sessions_by_activity ON ${schema}.chat_sessions (tenant, user_id, is_active, updated_at DESC, id_text);
CREATE INDEX ${if_missing} chat_sessions_by_creation ON ${schema}.chat_sessions (tenant, user_id, is_active, created_at DESC, id_text);
CREATE INDEX ${if_missing} chat_sessions_by_title ON ${schema}.chat_sessions (tenant, user_id, is_active, title_key, id_text);

-- The counters of a session. Whoever writes to a session changes this row first, and so writes alone.
CREATE TABLE ${if_missing} ${schema}.chat_session_heads (
    tenant           NVARCHAR(64) ${exact} NOT NULL,
    session_id       UNIQUEIDENTIFIER      NOT NULL,
    last_seq         BIGINT                NOT NULL,
    last_position    BIGINT                NOT NULL,
    last_turn        BIGINT                NOT NULL,
    message_count    BIGINT                NOT NULL,
    -- How many of the messages are not the user's.
    answer_count     BIGINT                NOT NULL,
    -- Events up to this one were forgotten.
    forgotten_seq    BIGINT                NOT NULL,
    mode_epoch       BIGINT                NOT NULL,
    running_reply_id UNIQUEIDENTIFIER      NULL,
    -- What the next message of the active branch follows, and what the newest one follows.
    tip_id           UNIQUEIDENTIFIER      NULL,
    previous_tip_id  UNIQUEIDENTIFIER      NULL,
    CONSTRAINT chat_session_heads_key PRIMARY KEY (tenant, session_id),
    CONSTRAINT chat_session_heads_session FOREIGN KEY (tenant, session_id)
        REFERENCES ${schema}.chat_sessions (tenant, session_id)
);

CREATE TABLE ${if_missing} ${schema}.chat_messages (
    row_id            BIGINT IDENTITY(1,1)  NOT NULL,
    tenant            NVARCHAR(64) ${exact} NOT NULL,
    session_id        UNIQUEIDENTIFIER      NOT NULL,
    message_id        UNIQUEIDENTIFIER      NOT NULL,
    position          BIGINT                NOT NULL,
    -- The event that added the message, and the one that last changed it.
    added_seq         BIGINT                NOT NULL,
    seq               BIGINT                NOT NULL,
    turn              BIGINT                NOT NULL,
    parent_id         UNIQUEIDENTIFIER      NULL,
    is_shown          BIT                   NOT NULL,
    version           INT                   NOT NULL,
    -- How many messages up to and including this one are not the user's.
    answers           BIGINT                NOT NULL,
    message_type      NVARCHAR(10)          NOT NULL,
    author_id         NVARCHAR(64) ${exact} NULL,
    client_message_id NVARCHAR(64) ${exact} NULL,
    content           NVARCHAR(MAX)         NOT NULL,
    metadata          NVARCHAR(MAX)         NOT NULL,
    created_at        DATETIME2(3)          NOT NULL,
    -- How a reply ended; all null in other messages.
    reply_state       NVARCHAR(12)          NULL,
    finish_reason     NVARCHAR(20)          NULL,
    prompt_tokens     INT                   NULL,
    reply_tokens      INT                   NULL,
    tokens_estimated  BIT                   NULL,
    error_code        NVARCHAR(40)          NULL,
    error_detail      NVARCHAR(MAX)         NULL,
    attempt           INT                   NULL,
    model             NVARCHAR(MAX)         NULL,
    CONSTRAINT chat_messages_key PRIMARY KEY ${nonclustered} (tenant, session_id, message_id),
    CONSTRAINT chat_messages_type CHECK (message_type IN ('user', 'ai', 'system', 'agent')),
    CONSTRAINT chat_messages_reply CHECK (reply_state IN ('complete', 'cancelled', 'interrupted', 'failed'))
);

CREATE INDEX ${if_missing} chat_messages_by_turn ON ${schema}.chat_messages (tenant, session_id, is_shown, turn, position);

CREATE TABLE ${if_missing} ${schema}.chat_events (
    row_id      BIGINT IDENTITY(1,1)  NOT NULL,
    tenant      NVARCHAR(64) ${exact} NOT NULL,
    session_id  UNIQUEIDENTIFIER      NOT NULL,
    seq         BIGINT                NOT NULL,
    occurred_at DATETIME2(3)          NOT NULL,
    kind        NVARCHAR(24)          NOT NULL,
    message_id  UNIQUEIDENTIFIER      NULL,
    -- The type, state or standing the event tells of.
    detail      NVARCHAR(16)          NULL,
    -- The version or turn the event tells of.
    ordinal     BIGINT                NULL,
    CONSTRAINT chat_events_key PRIMARY KEY ${nonclustered} (tenant, session_id, seq)
);

CREATE INDEX ${if_missing} chat_events_by_time ON ${schema}.chat_events (tenant, occurred_at);

-- How far each reader has come.
CREATE TABLE ${if_missing} ${schema}.chat_readers (
    tenant             NVARCHAR(64) ${exact} NOT NULL,
    session_id         UNIQUEIDENTIFIER      NOT NULL,
    user_id            NVARCHAR(64) ${exact} NOT NULL,
    delivered_position BIGINT                NOT NULL,
    read_position      BIGINT                NOT NULL,
    -- The answers of the message at read_position: unread is the session's answer_count less this.
    answers_read       BIGINT                NOT NULL,
    CONSTRAINT chat_readers_key PRIMARY KEY (tenant, session_id, user_id),
    CONSTRAINT chat_readers_order CHECK (0 <= read_position AND read_position <= delivered_position)
);

-- Sessions that are gone for good, or are just being removed: their ids are never given again, to no tenant.
CREATE TABLE ${if_missing} ${schema}.chat_session_tombstones (
    session_id UNIQUEIDENTIFIER      NOT NULL,
    tenant     NVARCHAR(64) ${exact} NOT NULL,
    deleted_at DATETIME2(3)          NOT NULL,
    CONSTRAINT chat_session_tombstones_id PRIMARY KEY (session_id)
);
