-- How people want to be answered; null for as the assistant has it.
ALTER TABLE ${schema}.chat_preferences ADD ${if_missing} model NVARCHAR(200) ${exact} NULL;
ALTER TABLE ${schema}.chat_preferences ADD ${if_missing} temperature FLOAT NULL;
ALTER TABLE ${schema}.chat_preferences ADD ${if_missing} max_tokens INT NULL;
