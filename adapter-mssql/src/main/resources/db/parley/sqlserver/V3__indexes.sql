-- Rows lie in the order in which they came: ids are random to SQL Server, and would split pages everywhere.
CREATE UNIQUE CLUSTERED INDEX chat_sessions_rows ON ${schema}.chat_sessions (row_id);
CREATE UNIQUE CLUSTERED INDEX chat_messages_rows ON ${schema}.chat_messages (row_id);
CREATE UNIQUE CLUSTERED INDEX chat_events_rows ON ${schema}.chat_events (row_id);
CREATE UNIQUE CLUSTERED INDEX chat_replies_rows ON ${schema}.chat_replies (row_id);

CREATE UNIQUE INDEX chat_messages_by_position ON ${schema}.chat_messages (tenant, session_id, position) INCLUDE (answers);
CREATE INDEX chat_sessions_deleted ON ${schema}.chat_sessions (tenant, deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX chat_replies_open ON ${schema}.chat_replies (open_tenant, session_id, turn) WHERE open_tenant IS NOT NULL;
