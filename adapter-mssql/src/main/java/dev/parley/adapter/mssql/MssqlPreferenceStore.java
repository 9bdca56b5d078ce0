package dev.parley.adapter.mssql;

import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.UserKey;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.preference.PageLanguage;
import dev.parley.domain.preference.Preferences;
import dev.parley.domain.preference.Theme;
import dev.parley.domain.preference.TypingSpeed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

final class MssqlPreferenceStore implements PreferenceStore {

    private static final String KEY = " WHERE tenant = :tenant AND user_id = :user";

    private static final String SELECT = "SELECT locale, theme, typing_speed, send_on_enter, assistant, model,"
            + " temperature, max_tokens, version, updated_at FROM ${schema}.chat_preferences" + KEY;

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_preferences (tenant, user_id, locale, theme, typing_speed, send_on_enter,
                assistant, model, temperature, max_tokens, version, updated_at)
            VALUES (:tenant, :user, :locale, :theme, :typingSpeed, :sendOnEnter, :assistant, :model, :temperature,
                :maxTokens, 1, :at)""";

    private static final String UPDATE = """
            UPDATE ${schema}.chat_preferences SET locale = :locale, theme = :theme, typing_speed = :typingSpeed,
                send_on_enter = :sendOnEnter, assistant = :assistant, model = :model, temperature = :temperature,
                max_tokens = :maxTokens, version = version + 1, updated_at = :at""" + KEY + " AND version = :version";

    private static final String DELETE = "DELETE FROM ${schema}.chat_preferences" + KEY;

    private static final String HAND_OVER = "UPDATE ${schema}.chat_preferences SET user_id = :to" + KEY;

    private final Transactions transactions;

    MssqlPreferenceStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Stored> find(UserKey user) {
        return transactions.run("reading preferences", handle -> find(handle, user));
    }

    private static Optional<Stored> find(Handle handle, UserKey user) {
        try (Query query = handle.createQuery(SELECT)) {
            return bound(query, user).map((row, context) -> read(row)).findOne();
        }
    }

    private static Stored read(ResultSet row) throws SQLException {
        String locale = row.getString("locale");
        String assistant = row.getString("assistant");
        return new Stored(
                new Preferences(
                        locale == null ? null : language(locale),
                        Columns.named(Theme.class, row, "theme"),
                        Columns.named(TypingSpeed.class, row, "typing_speed"),
                        row.getBoolean("send_on_enter"),
                        assistant == null ? null : new AssistantName(assistant),
                        new ModelPreferences(
                                row.getString("model"),
                                Columns.decimalOrNull(row, "temperature"),
                                Columns.numberOrNull(row, "max_tokens"))),
                row.getInt("version"),
                Columns.time(row, "updated_at"));
    }

    private static PageLanguage language(String tag) {
        try {
            return PageLanguage.ofTag(tag);
        } catch (IllegalArgumentException unknown) {
            throw Columns.unknown("locale", tag, unknown);
        }
    }

    /** Two that put first: one meets the other's row, is tried again, and finds it. */
    @Override
    public boolean put(UserKey user, Preferences preferences, int version, Instant at) {
        return transactions.run("keeping preferences", handle -> {
            if (version > 0) {
                return write(handle, UPDATE, user, preferences, version, at);
            }
            return find(handle, user).isEmpty() && write(handle, INSERT, user, preferences, version, at);
        });
    }

    private static boolean write(
            Handle handle, String sql, UserKey user, Preferences preferences, int version, Instant at) {
        PageLanguage language = preferences.language();
        AssistantName assistant = preferences.assistant();
        try (Update update = handle.createUpdate(sql)) {
            return bound(update, user)
                            .bind("locale", language == null ? null : language.tag())
                            .bind("theme", Columns.word(preferences.theme()))
                            .bind("typingSpeed", Columns.word(preferences.typingSpeed()))
                            .bind("sendOnEnter", preferences.sendOnEnter())
                            .bind("assistant", assistant == null ? null : assistant.value())
                            .bind("model", preferences.model().model())
                            .bind("temperature", preferences.model().temperature())
                            .bind("maxTokens", preferences.model().maxTokens())
                            .bind("version", version)
                            .bind("at", Columns.time(at))
                            .execute()
                    == 1;
        }
    }

    @Override
    public void remove(UserKey user) {
        transactions.run("removing preferences", handle -> delete(handle, user));
    }

    private static int delete(Handle handle, UserKey user) {
        try (Update update = handle.createUpdate(DELETE)) {
            return bound(update, user).execute();
        }
    }

    /** Two that hand over at once: the one that comes second finds nothing to hand over, or the user has some by then. */
    @Override
    public boolean handOver(UserKey from, UserKey to) {
        if (from.equals(to)) {
            return false;
        }
        if (!from.tenant().equals(to.tenant())) {
            throw new IllegalArgumentException("preferences stay in their tenant");
        }
        return transactions.run("handing preferences over", handle -> {
            if (find(handle, from).isEmpty()) {
                return false;
            }
            if (find(handle, to).isPresent()) {
                delete(handle, from);
                return false;
            }
            try (Update update = handle.createUpdate(HAND_OVER)) {
                return bound(update, from).bind("to", to.user().value()).execute() == 1;
            }
        });
    }

    private static <S extends SqlStatement<S>> S bound(S statement, UserKey user) {
        return statement
                .bind("tenant", user.tenant().value())
                .bind("user", user.user().value());
    }
}
