-- The tickets that were spent, each by a digest under a key of the secret, for as long as they would be good.

CREATE TABLE ${if_missing} ${schema}.chat_tickets (
    row_id     BIGINT IDENTITY(1,1)  NOT NULL,
    tenant     NVARCHAR(64) ${exact} NOT NULL,
    ticket     NVARCHAR(64) ${exact} NOT NULL,
    expires_at DATETIME2(3)          NOT NULL,
    CONSTRAINT chat_tickets_key PRIMARY KEY ${nonclustered} (tenant, ticket)
);
