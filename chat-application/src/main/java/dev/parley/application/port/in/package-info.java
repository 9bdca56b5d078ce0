/**
 * Driving ports: what people and programs can do, whatever way they come in.
 *
 * <p>Every use case takes who is calling. A session of somebody else answers exactly like one that does not exist. An
 * expected "no" is a {@link dev.parley.application.port.in.Refusal}; a {@code StoreException} may pass through.
 */
@NullMarked
package dev.parley.application.port.in;

import org.jspecify.annotations.NullMarked;
