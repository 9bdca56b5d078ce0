/**
 * The store over SQL: conversations, their events and the reply jobs.
 *
 * <p>SQL stays visible, and each port call is one transaction, on SQL Server and on H2 alike.
 */
@NullMarked
package dev.parley.adapter.mssql;

import org.jspecify.annotations.NullMarked;
