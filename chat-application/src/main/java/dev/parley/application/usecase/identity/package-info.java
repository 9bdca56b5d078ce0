/**
 * Who may come in, and what they may do with accounts: logins, profiles, roles, the audit log.
 *
 * <p>Conversations know nothing of it: they see principals. Nothing here makes or checks a signature; tokens and hashes
 * are behind ports.
 */
@NullMarked
package dev.parley.application.usecase.identity;

import org.jspecify.annotations.NullMarked;
