/** What a server remembers of sessions: in memory while it runs, and by name in its data folder while it does not. */
@NullMarked
package dev.parley.bootstrap.cache;

import org.jspecify.annotations.NullMarked;
