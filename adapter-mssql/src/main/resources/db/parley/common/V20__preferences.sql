-- What people prefer; a row only for those who ever chose something. Found by its key and by nothing else.

CREATE TABLE ${if_missing} ${schema}.chat_preferences (
    tenant        NVARCHAR(64) ${exact} NOT NULL,
    user_id       NVARCHAR(64) ${exact} NOT NULL,
    -- Null for the browser's.
    locale        NVARCHAR(16)          NULL,
    theme         NVARCHAR(10)          NOT NULL,
    typing_speed  NVARCHAR(10)          NOT NULL,
    send_on_enter BIT                   NOT NULL,
    -- Null for the standard one.
    assistant     NVARCHAR(64) ${exact} NULL,
    version       INT                   NOT NULL,
    updated_at    DATETIME2(3)          NOT NULL,
    CONSTRAINT chat_preferences_key PRIMARY KEY (tenant, user_id)
);
