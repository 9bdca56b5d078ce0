/**
 * Sessions (conversations) and the events that change them.
 *
 * <p>Every durable change of a session is one {@link dev.parley.domain.session.SessionEvent}, numbered by one, without
 * holes. Events name things; they hold no texts. Pieces of a reply, typing and presence are not events.
 */
@NullMarked
package dev.parley.domain.session;

import org.jspecify.annotations.NullMarked;
