/**
 * Who owns things: tenants and users, as opaque names; and the accounts of those who log in.
 *
 * <p>Passwords and permissions are not here. An id is compared by its exact characters, in every store.
 */
@NullMarked
package dev.parley.domain.identity;

import org.jspecify.annotations.NullMarked;
