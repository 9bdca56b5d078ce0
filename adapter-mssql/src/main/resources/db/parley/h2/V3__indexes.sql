-- What SQL Server has with INCLUDE and WHERE, as plain indexes. It has foreign keys to the heads, too; here each would
-- cost one more index, that of the primary key once again.

CREATE UNIQUE INDEX IF NOT EXISTS chat_messages_by_position ON ${schema}.chat_messages (tenant, session_id, position);
CREATE INDEX IF NOT EXISTS chat_sessions_deleted ON ${schema}.chat_sessions (deleted_tenant, deleted_at);
CREATE INDEX IF NOT EXISTS chat_replies_open ON ${schema}.chat_replies (open_tenant, session_id, turn);
