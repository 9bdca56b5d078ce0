/**
 * Chat over WebSocket: frames in, frames out, one writer per connection.
 *
 * <p>Nothing here decides; it turns frames into calls of the driving ports and a feed into frames.
 */
@NullMarked
package dev.parley.adapter.websocket;

import org.jspecify.annotations.NullMarked;
