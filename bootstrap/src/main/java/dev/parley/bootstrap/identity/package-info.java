/**
 * What proves who somebody is: signed tokens, password hashes, tickets. Every library that signs or hashes stays in here.
 *
 * <p>{@link dev.parley.bootstrap.identity.Identity} puts it together.
 */
@NullMarked
package dev.parley.bootstrap.identity;

import org.jspecify.annotations.NullMarked;
