-- What has run out is looked for in all tenants at once.
CREATE INDEX IF NOT EXISTS chat_tickets_expired ON ${schema}.chat_tickets (expires_at);
