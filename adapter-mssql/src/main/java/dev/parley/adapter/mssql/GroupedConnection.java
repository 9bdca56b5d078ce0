package dev.parley.adapter.mssql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an embedded database whose commits go to the file together with others'. What auto-commit commits, and what
 * changes the schema, goes there with the next change anybody commits, or when the database is closed.
 */
final class GroupedConnection implements InvocationHandler {

    /** Nobody writes but who commits. */
    private static final int NEVER_BY_ITSELF = -1;

    private final Connection connection;
    private final SessionLocal session;
    private final GroupCommit commits;

    private GroupedConnection(Connection connection, SessionLocal session, GroupCommit commits) {
        this.connection = connection;
        this.session = session;
        this.commits = commits;
    }

    /** @param commits one for all connections of a database */
    static Connection over(Connection connection, GroupCommit commits) throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                GroupedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new GroupedConnection(connection, sessionOf(connection), commits));
    }

    /** Makes a database leave it to its connections when to write what they have committed. */
    static void leaveWritingTo(Connection any) throws SQLException {
        sessionOf(any).getDatabase().getStore().getMvStore().setAutoCommitDelay(NEVER_BY_ITSELF);
    }

    private static SessionLocal sessionOf(Connection connection) throws SQLException {
        return (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("commit")) {
            commit();
            return null;
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void commit() throws SQLException {
        if (session.hasPendingTransaction()) {
            commits.changed(connection::commit, this::write);
        } else {
            commits.unchanged(connection::commit);
        }
    }

    private void write() throws SQLException {
        MVStore file = session.getDatabase().getStore().getMvStore();
        try {
            file.commit();
        } catch (MVStoreException e) {
            throw DbException.toSQLException(DbException.get(ErrorCode.IO_EXCEPTION_1, e, e.toString()));
        }
        // It says nothing if it was closed before.
        if (file.isClosed()) {
            throw DbException.getJdbcSQLException(ErrorCode.DATABASE_IS_CLOSED);
        }
    }
}
