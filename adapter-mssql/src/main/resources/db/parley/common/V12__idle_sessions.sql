-- Sessions nobody has touched for long are the beginning of this index, however many there are.
CREATE INDEX ${if_missing} chat_sessions_idle ON ${schema}.chat_sessions (tenant, is_active, is_closed, updated_at);
