CREATE UNIQUE CLUSTERED INDEX chat_logins_rows ON ${schema}.chat_logins (row_id);

-- What ended is looked for in all tenants at once.
CREATE INDEX chat_logins_ended ON ${schema}.chat_logins (ended_at) INCLUDE (tenant, login_id) WHERE ended_at IS NOT NULL;
