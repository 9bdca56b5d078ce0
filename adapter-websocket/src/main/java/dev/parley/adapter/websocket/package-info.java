/**
 * Chat over WebSocket: frames in, frames out, one writer per connection.
 *
 * <p>Nothing here decides; it turns frames into calls of the driving ports and a feed into frames. The way in: {@code
 * SocketFilter} (a Grizzly filter) lets {@code Gatekeeper} examine a request on a virtual thread, {@code Upgrader} has
 * Tyrus' engine upgrade it, {@code OpenSocket} passes its bytes through {@code FrameInspector} to Tyrus, whose messages
 * land in a {@code ChatConnection}'s {@code Inbox}; {@code CommandLoop} takes them from there. The way out: {@code
 * WriterLoop} sends what the {@code Outbox} and the feed have, frame by frame, through {@code TyrusWire} and {@code
 * SocketWriter}. {@code Pulse} lets time pass.
 *
 * <p>What was found out about the engine, with Tyrus 2.2.2 and Grizzly 5.0.2. {@code TyrusFactsTest} holds what Tyrus
 * does, the tests named here what this module makes of it:
 *
 * <ul>
 *   <li>Its engine calls 3xx, 401 and 503 a success and opens the session; so refusals never reach it, and only 101
 *       counts ({@code HandshakeTest}).
 *   <li>The principal travels as the request's user principal, one object for each request; 200 upgrades at once mix up
 *       nobody ({@code HandshakeTest}).
 *   <li>It takes frames without a mask, and finds a frame too large only when its buffer is full, with 1011; small
 *       frames that are read together count as a large one. So frames are inspected before and handed over one by one
 *       ({@code FramingTest}).
 *   <li>Its UTF-8 check and its close handshake are right; but it hangs up at once after its own close frame, which may
 *       lose that frame, so hanging up is done here ({@code FramingTest}).
 *   <li>It answers pings without a bound; here pongs are left out while some wait ({@code SocketWriter}).
 *   <li>A writer that is stuck is freed by Grizzly's {@code terminateSilently()} and by nothing milder ({@code
 *       SlowReaderTest}).
 *   <li>Grizzly keeps a direct buffer for each thread that writes, as large as the largest frame; with a thread for each
 *       connection that was 132 KB each, so frames go to the channel directly ({@code MemoryTest}).
 *   <li>Grizzly's filter for idle connections is told to leave sockets alone; ours are looked after by sign of life
 *       ({@code KeepAliveTest}).
 *   <li>A read that is suspended and resumed holds the client back without losing a byte ({@code BackPressureTest}).
 * </ul>
 */
@NullMarked
package dev.parley.adapter.websocket;

import org.jspecify.annotations.NullMarked;
