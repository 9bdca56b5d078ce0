CREATE UNIQUE CLUSTERED INDEX chat_tickets_rows ON ${schema}.chat_tickets (row_id);

-- What has run out is looked for in all tenants at once.
CREATE INDEX chat_tickets_expired ON ${schema}.chat_tickets (expires_at) INCLUDE (tenant, ticket);
