-- What ended is looked for in all tenants at once.
CREATE INDEX IF NOT EXISTS chat_logins_ended ON ${schema}.chat_logins (ended_at);
