package dev.parley.adapter.mssql;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** Broken connections leave the pool at their first error. */
final class Eviction implements SQLExceptionOverride {

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return SqlFailures.endsConnection(failure)
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
