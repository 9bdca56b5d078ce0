/** The server as people run it, in a process of its own: for tests that look at it from outside. */
@NullMarked
package dev.parley.bootstrap.process;

import org.jspecify.annotations.NullMarked;
