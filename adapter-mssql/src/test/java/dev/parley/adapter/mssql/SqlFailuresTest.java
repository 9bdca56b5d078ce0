package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.adapter.mssql.SqlFailures.Kind;
import dev.parley.application.port.out.StoreException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.statement.UnableToCreateStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {

    /** States and codes as the drivers give them. */
    @ParameterizedTest
    @CsvSource({
        "23000, 2627, CONSTRAINT",
        "23000, 2601, CONSTRAINT",
        "S0001, 2601, CONSTRAINT",
        "23505, 23505, CONSTRAINT",
        "23000, 547, CONSTRAINT",
        "40001, 1205, CONTENTION",
        "40001, 40001, CONTENTION",
        "S0051, 1222, CONTENTION",
        "S0002, 3960, CONTENTION",
        "HYT00, 50200, CONTENTION",
        "90131, 90131, CONTENTION",
        "08S01, 0, UNAVAILABLE",
        "08006, 0, UNAVAILABLE",
        "90067, 90067, UNAVAILABLE",
        "90098, 90098, UNAVAILABLE",
        "90020, 90020, UNAVAILABLE",
        "S0001, 40613, UNAVAILABLE",
        "S0001, 18456, BROKEN",
        "S0022, 207, BROKEN",
        "42S02, 42102, BROKEN",
        "22001, 22001, BROKEN",
        ", 0, BROKEN"
    })
    void what_the_databases_say_is_understood(String state, int code, Kind kind) {
        SQLException failure = new SQLException("words", state, code);

        assertThat(SqlFailures.kindOf(failure)).isEqualTo(kind);
        assertThat(SqlFailures.kindOf(new UnableToCreateStatementException(failure, null)))
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "08S01, 0, true",
        "90067, 90067, true",
        "90121, 90121, true",
        "57014, 57014, false",
        "40001, 1205, false"
    })
    void a_broken_connection_is_told_from_a_failed_statement(String state, int code, boolean ends) {
        assertThat(SqlFailures.endsConnection(new SQLException("words", state, code)))
                .isEqualTo(ends);
        assertThat(SqlFailures.endsConnection(new SQLTimeoutException("words", state, code)))
                .isFalse();
    }

    @Test
    void types_that_say_more_than_states_are_believed() {
        assertThat(SqlFailures.kindOf(new SQLTransientConnectionException("timed out")))
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(SqlFailures.kindOf(new SQLTimeoutException("timed out", "HY008", 0)))
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void a_pool_without_a_connection_is_unavailable() {
        assertThat(SqlFailures.kindOf(new ConnectionException(new SQLException("closed"))))
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void what_is_no_trouble_of_sql_is_broken() {
        assertThat(SqlFailures.kindOf(new IllegalStateException())).isEqualTo(Kind.BROKEN);
    }

    @Test
    void a_caller_is_told_numbers_and_no_values() {
        SQLException failure = new SQLException("Violation: 'a secret text'", "23505", 23505);

        StoreException told = SqlFailures.translated("accepting a message", failure);

        assertThat(told)
                .isInstanceOf(StoreException.Broken.class)
                .hasMessage("accepting a message failed: SQLState 23505, code 23505")
                .hasCause(failure);
    }

    @Test
    void contention_without_end_is_unavailable() {
        assertThat(SqlFailures.translated("it", new SQLException("deadlock", "40001", 1205)))
                .isInstanceOf(StoreException.Unavailable.class);
    }
}
