-- What SQL Server has with INCLUDE and WHERE, as plain indexes.

CREATE UNIQUE INDEX chat_messages_by_position ON ${schema}.chat_messages (tenant, session_id, position);
CREATE INDEX chat_sessions_deleted ON ${schema}.chat_sessions (tenant, deleted_at);
CREATE INDEX chat_replies_open ON ${schema}.chat_replies (open_tenant, session_id, turn);
