-- Texts may be sealed: the keys they are sealed under, and room for what is longer then.

-- Each is wrapped by a master key that is not in the database. None is ever removed.
CREATE TABLE ${if_missing} ${schema}.chat_data_keys (
    tenant      NVARCHAR(64) ${exact}  NOT NULL,
    key_number  INT                    NOT NULL,
    -- Which master key wraps it; tells nothing about that one.
    master      NVARCHAR(64) ${exact}  NOT NULL,
    wrapped     NVARCHAR(400) ${exact} NOT NULL,
    made_at     DATETIME2(3)           NOT NULL,
    CONSTRAINT chat_data_keys_key PRIMARY KEY (tenant, key_number)
);

-- What other nodes made is looked for in all tenants at once.
CREATE INDEX ${if_missing} chat_data_keys_by_time ON ${schema}.chat_data_keys (made_at);

-- 255 characters of a title are up to 765 bytes, 200 code points of a preview up to 800; sealed and as text, 4/3 of that and a key's number.
ALTER TABLE ${schema}.chat_sessions ALTER COLUMN session_title NVARCHAR(2000);
ALTER TABLE ${schema}.chat_sessions ALTER COLUMN preview NVARCHAR(2000);
