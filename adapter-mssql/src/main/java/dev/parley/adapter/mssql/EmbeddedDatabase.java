package dev.parley.adapter.mssql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Connections to a database inside this process that live on when it broke, as it does on a full disk.
 *
 * <p>H2 knows a database by its name, until the last connection is closed; one that broke is kept that long, too, and whoever
 * closes it late makes H2 forget whoever has the name by then, whose file nobody can open again. So a database that broke is
 * opened anew by another name for the same file, at once, whatever becomes of those who have the old one. One connection of
 * our own tells whether it broke.
 *
 * <p>All pools of a database share its name, and their commits the way to its file ({@link GroupCommit}). Thread-safe.
 */
final class EmbeddedDatabase implements DataSource, AutoCloseable {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String PREFIX = "jdbc:h2:";

    /** Needless here: its connections write together what they have committed. */
    private static final String WRITES_AT_ONCE = ";WRITE_DELAY=0";

    /** Names are used again; by then nobody has them any more. */
    private static final int MOST_NAMES = 64;

    private static final Map<String, Lives> ALL = new HashMap<>();

    private final String location;
    private final String settings;
    private final String user;
    private final String password;
    private final Lives lives;
    private volatile int loginTimeout;
    private volatile boolean closed;

    /** What is known of one database. */
    private static final class Lives {

        private final ReentrantLock lock = new ReentrantLock();
        private int users;
        private int number;
        private @Nullable Connection witness;
        private GroupCommit commits = new GroupCommit();
    }

    private EmbeddedDatabase(String location, String settings, MssqlConfig config, Lives lives) {
        this.location = location;
        this.settings = settings;
        this.user = config.user();
        this.password = config.password().value();
        this.lives = lives;
    }

    /** To be closed after the last connection. Opens nothing yet. */
    static EmbeddedDatabase of(MssqlConfig config) {
        int end = config.url().indexOf(';');
        String location = config.url().substring(PREFIX.length(), end);
        synchronized (ALL) {
            Lives lives = ALL.computeIfAbsent(location, unknown -> new Lives());
            lives.users++;
            String settings = config.url().substring(end).replace(WRITES_AT_ONCE, "");
            return new EmbeddedDatabase(location, settings, config, lives);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(user, password);
    }

    @Override
    public Connection getConnection(String name, String secret) throws SQLException {
        lives.lock.lock();
        try {
            if (closed) {
                throw new SQLException("the database in " + location + " was closed");
            }
            if (lives.witness != null && !isAlive(lives.witness)) {
                LOG.warn("The database in {} broke and is opened anew", location);
                closeQuietly(lives.witness);
                lives.witness = null;
                lives.number++;
            }
            if (lives.witness == null) {
                lives.witness = witness(name, secret);
                lives.commits = new GroupCommit();
            }
            return GroupedConnection.over(DriverManager.getConnection(url(), name, secret), lives.commits);
        } finally {
            lives.lock.unlock();
        }
    }

    private Connection witness(String name, String secret) throws SQLException {
        Connection witness = DriverManager.getConnection(url(), name, secret);
        try {
            GroupedConnection.leaveWritingTo(witness);
            return witness;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(witness);
            throw e;
        }
    }

    /** The first life has the name it was given. */
    private String url() {
        if (lives.number == 0) {
            return PREFIX + location + settings;
        }
        String scheme = "parley" + lives.number % MOST_NAMES;
        FilePath.register(new SameFiles(scheme));
        return PREFIX + scheme + ":" + location + settings;
    }

    private static boolean isAlive(Connection witness) {
        try (Statement statement = witness.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            LOG.debug("The witness of a database says that it broke", e);
            return false;
        }
    }

    private static void closeQuietly(Connection witness) {
        try {
            witness.close();
        } catch (SQLException e) {
            LOG.debug("A database that broke did not close well", e);
        }
    }

    /** Opens nothing more, and lets go of the database if nobody else has it. Idempotent. */
    @Override
    public void close() {
        synchronized (ALL) {
            if (!closed) {
                closed = true;
                lives.users--;
                if (lives.users == 0) {
                    ALL.remove(location);
                    closeWitness();
                }
            }
        }
    }

    /** Before anybody else can open the same files, by a name of their own. */
    private void closeWitness() {
        lives.lock.lock();
        try {
            if (lives.witness != null) {
                closeQuietly(lives.witness);
                lives.witness = null;
            }
        } finally {
            lives.lock.unlock();
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // It logs as everything else does.
    }

    /** For so long the pool waits for its threads when it closes. */
    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("java.util.logging is not used");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /**
     * The same files by another name: {@code parley7:/some/where} is {@code /some/where}. Public for H2 alone, which makes
     * instances by reflection.
     */
    public static final class SameFiles extends FilePathWrapper {

        /** For H2, which says afterwards what it stands for. */
        public SameFiles() {}

        private SameFiles(String scheme) {
            this.name = scheme + ":";
        }

        @Override
        public String getScheme() {
            return name.substring(0, name.indexOf(':'));
        }
    }
}
