/**
 * What people prefer about how Parley looks and behaves for them.
 *
 * <p>Nothing here says whose preferences they are or where they are kept. Each set of preferences is whole: what nobody
 * ever chose is what it is at first.
 */
@NullMarked
package dev.parley.domain.preference;

import org.jspecify.annotations.NullMarked;
