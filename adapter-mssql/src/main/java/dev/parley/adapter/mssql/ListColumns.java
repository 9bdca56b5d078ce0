package dev.parley.adapter.mssql;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Message;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** What a session's row repeats of its last message, for the lists. */
final class ListColumns {

    private static final int PREVIEW = 200;

    private static final String UPDATE = """
            UPDATE ${schema}.chat_sessions SET updated_at = :at, message_count = :count, answer_count = :answers,
                preview = :preview
            WHERE
            """ + Heads.KEY;

    private static final String UPDATE_AND_ACTIVATE = UPDATE.replace("SET ", "SET is_active = 1, ");

    private ListColumns() {}

    /** After a message that leaves the standing as it is. */
    static void update(Handle handle, SessionKey key, Message message, long answers) {
        update(handle, UPDATE, key, message, answers);
    }

    /** The same, and the session is active from now on. */
    static void updateAndActivate(Handle handle, SessionKey key, Message message, long answers) {
        update(handle, UPDATE_AND_ACTIVATE, key, message, answers);
    }

    private static void update(Handle handle, String sql, SessionKey key, Message message, long answers) {
        String preview =
                Words.of(handle).seal(Column.PREVIEW, key, key.session().value(), preview(message.text()));
        try (Update update = handle.createUpdate(sql)) {
            Heads.bound(update, key)
                    .bind("at", message.createdAt())
                    .bind("count", message.place().position().value())
                    .bind("answers", answers)
                    .bind("preview", preview)
                    .execute();
        }
    }

    /** The first 200 code points; never half a character. */
    static String preview(String text) {
        int most = Math.min(text.length(), 2 * PREVIEW);
        int codePoints = Math.min(text.codePointCount(0, most), PREVIEW);
        return text.substring(0, text.offsetByCodePoints(0, codePoints));
    }
}
