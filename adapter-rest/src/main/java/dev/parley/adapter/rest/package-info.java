/**
 * The HTTP API: resources, their JSON, and how outcomes become statuses.
 *
 * <p>Nothing here decides; it turns requests into calls of the driving ports.
 */
@NullMarked
package dev.parley.adapter.rest;

import org.jspecify.annotations.NullMarked;
