package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.domain.text.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    private static final AtomicBoolean FULL = new AtomicBoolean();

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() {
        FilePath.register(new FullDisk());
        FULL.set(false);
    }

    @AfterEach
    void end() {
        FULL.set(false);
    }

    private MssqlConfig config() {
        return MssqlConfig.of("jdbc:h2:full:async:" + folder.resolve("parley"), "parley", Secret.NONE);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            connection.commit();
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private static void breaks(Connection connection) {
        FULL.set(true);
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> run(connection, "INSERT INTO t VALUES (0)"));
        FULL.set(false);
    }

    /** H2 says once more what happened. */
    private static void closeBroken(Connection connection) {
        assertThatExceptionOfType(SQLException.class).isThrownBy(connection::close);
    }

    @Test
    void a_database_that_broke_can_be_had_at_once_while_others_have_the_broken_one() throws Exception {
        try (var database = EmbeddedDatabase.of(config());
                Connection first = database.getConnection();
                Connection idle = database.getConnection()) {
            run(first, "CREATE TABLE t (i INT)");
            run(first, "INSERT INTO t VALUES (1)");
            breaks(first);

            try (Connection next = database.getConnection()) {
                assertThat(count(next)).isOne();
                run(next, "INSERT INTO t VALUES (2)");
                assertThatExceptionOfType(SQLException.class).isThrownBy(() -> run(idle, "INSERT INTO t VALUES (3)"));
                assertThat(count(next)).isEqualTo(2);
            }
        }
    }

    @Test
    void who_closes_the_broken_one_late_takes_the_new_one_from_nobody() throws Exception {
        try (var database = EmbeddedDatabase.of(config());
                Connection next = afterABreak(database)) {
            run(next, "INSERT INTO t VALUES (2)");
            try (Connection another = database.getConnection()) {
                run(another, "INSERT INTO t VALUES (3)");
                assertThat(count(next)).isEqualTo(3);
            }
        }
    }

    /** A connection to the database that was opened anew, when nobody has the broken one any more. */
    private static Connection afterABreak(EmbeddedDatabase database) throws SQLException {
        try (Connection first = database.getConnection();
                Connection idle = database.getConnection()) {
            run(first, "CREATE TABLE t (i INT)");
            run(idle, "INSERT INTO t VALUES (1)");
            breaks(first);
            return database.getConnection();
        }
    }

    @Test
    void it_breaks_as_often_as_it_likes() throws Exception {
        try (var database = EmbeddedDatabase.of(config())) {
            try (Connection first = database.getConnection()) {
                run(first, "CREATE TABLE t (i INT)");
            }
            for (int i = 1; i <= 5; i++) {
                Connection connection = database.getConnection();
                run(connection, "INSERT INTO t VALUES (1)");
                assertThat(count(connection)).isEqualTo(i);
                breaks(connection);
                closeBroken(connection);
            }
        }
    }

    @Test
    void pools_of_one_database_have_the_same_after_a_break_too() throws Exception {
        try (HikariDataSource pool = Connections.pool(config().withPoolSize(2));
                HikariDataSource other = Connections.pool(config().withPoolSize(1))) {
            Connection broken = pool.getConnection();
            run(broken, "CREATE TABLE t (i INT)");
            run(broken, "INSERT INTO t VALUES (1)");
            FULL.set(true);
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
                run(broken, "INSERT INTO t VALUES (0)");
                broken.commit();
            });
            FULL.set(false);
            broken.close();
            other.getHikariPoolMXBean().softEvictConnections();
            try (Connection connection = pool.getConnection();
                    Connection another = other.getConnection()) {
                run(connection, "INSERT INTO t VALUES (1)");
                connection.commit();
                assertThat(count(another)).isEqualTo(2);
            }
        }
    }

    @Test
    void what_was_closed_opens_nothing_more() throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.of(config());
        try (Connection connection = database.getConnection()) {
            run(connection, "CREATE TABLE t (i INT)");
        }
        database.close();
        database.close();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(database::getConnection)
                .withMessageContaining("was closed");
    }

    /** Else a connection that is being opened is there after the last one was closed. */
    @Test
    void a_pool_waits_for_its_threads_when_it_closes() throws Exception {
        MssqlConfig config = config();
        try (HikariDataSource pool = Connections.pool(config)) {
            assertThat(pool.getDataSource().getLoginTimeout())
                    .isEqualTo(config.connectTimeout().toSeconds());
        }
    }

    @Test
    void what_is_closed_is_free_for_others() throws Exception {
        MssqlConfig config = config();
        try (HikariDataSource pool = Connections.pool(config);
                Connection connection = pool.getConnection()) {
            run(connection, "CREATE TABLE t (i INT)");
            connection.commit();
        }
        String byAnotherName = config.url().replace("full:async:", "nio:");
        try (Connection connection = DriverManager.getConnection(byAnotherName, "parley", "")) {
            assertThat(count(connection)).isZero();
        }
    }

    /** Files of a disk that has no room when the test wants it. */
    public static final class FullDisk extends FilePathWrapper {

        @Override
        public String getScheme() {
            return "full";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return new Full(super.open(mode));
        }
    }

    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    private static final class Full extends FileBaseDefault {

        private final FileChannel file;

        Full(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            if (FULL.get()) {
                throw new IOException("no space left on device");
            }
            return file.write(from, position);
        }

        @Override
        public int read(ByteBuffer to, long position) throws IOException {
            return file.read(to, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
