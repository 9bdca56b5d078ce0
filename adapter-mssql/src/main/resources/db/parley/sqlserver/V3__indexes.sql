-- Rows lie in the order in which they came: ids are random to SQL Server, and would split pages everywhere.
CREATE UNIQUE CLUSTERED INDEX chat_sessions_rows ON ${schema}.chat_sessions (row_id);
CREATE UNIQUE CLUSTERED INDEX chat_messages_rows ON ${schema}.chat_messages (row_id);
CREATE UNIQUE CLUSTERED INDEX chat_events_rows ON ${schema}.chat_events (row_id);
CREATE UNIQUE CLUSTERED INDEX chat_replies_rows ON ${schema}.chat_replies (row_id);

CREATE UNIQUE INDEX chat_messages_by_position ON ${schema}.chat_messages (tenant, session_id, position) INCLUDE (answers);
CREATE INDEX chat_sessions_deleted ON ${schema}.chat_sessions (deleted_tenant, deleted_at) WHERE deleted_tenant IS NOT NULL;
CREATE INDEX chat_replies_open ON ${schema}.chat_replies (open_tenant, session_id, turn) WHERE open_tenant IS NOT NULL;

-- Nothing belongs to a session that is not there, or that is another tenant's.
ALTER TABLE ${schema}.chat_messages ADD CONSTRAINT chat_messages_session
    FOREIGN KEY (tenant, session_id) REFERENCES ${schema}.chat_session_heads (tenant, session_id);
ALTER TABLE ${schema}.chat_events ADD CONSTRAINT chat_events_session
    FOREIGN KEY (tenant, session_id) REFERENCES ${schema}.chat_session_heads (tenant, session_id);
ALTER TABLE ${schema}.chat_replies ADD CONSTRAINT chat_replies_session
    FOREIGN KEY (tenant, session_id) REFERENCES ${schema}.chat_session_heads (tenant, session_id);
ALTER TABLE ${schema}.chat_readers ADD CONSTRAINT chat_readers_session
    FOREIGN KEY (tenant, session_id) REFERENCES ${schema}.chat_session_heads (tenant, session_id);
