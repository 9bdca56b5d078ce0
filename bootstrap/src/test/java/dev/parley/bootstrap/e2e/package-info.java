/**
 * The whole server from outside: a process of its own, real sockets, a real database file, a scripted model.
 *
 * <p>Nothing here knows a class of the server but {@code Main}. Clients keep to the protocol's client rules and remember
 * every break of what the server promises.
 */
@NullMarked
package dev.parley.bootstrap.e2e;

import org.jspecify.annotations.NullMarked;
