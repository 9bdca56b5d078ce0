/**
 * The use cases behind the driving ports, and the worker that writes replies.
 *
 * <p>No transport, store or model is known here. Ownership is checked in one place. A connection is a cursor over a
 * session's log; only commands change anything.
 */
@NullMarked
package dev.parley.application.usecase;

import org.jspecify.annotations.NullMarked;
