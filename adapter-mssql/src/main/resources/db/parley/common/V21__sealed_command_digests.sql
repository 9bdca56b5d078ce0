-- Room for a command's digest that is sealed: whoever guesses what was asked for must not see that the guess is right.
ALTER TABLE ${schema}.chat_sessions ALTER COLUMN command_digest NVARCHAR(200) ${exact};
