-- What has run out is looked for in all tenants at once.
CREATE INDEX IF NOT EXISTS chat_api_keys_expired ON ${schema}.chat_api_keys (expires_at);
