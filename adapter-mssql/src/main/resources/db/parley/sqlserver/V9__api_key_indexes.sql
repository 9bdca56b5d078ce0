CREATE UNIQUE CLUSTERED INDEX chat_api_keys_rows ON ${schema}.chat_api_keys (row_id);

-- What has run out is looked for in all tenants at once.
CREATE INDEX chat_api_keys_expired ON ${schema}.chat_api_keys (expires_at) INCLUDE (tenant, key_id) WHERE expires_at IS NOT NULL;
