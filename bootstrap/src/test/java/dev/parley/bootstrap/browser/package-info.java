/**
 * The page in a real browser. The tests themselves are scripts in {@code adapter-web/src/test/browser}; here a server is
 * started for them, in a process of its own that can be killed, and a model that answers as it is asked to.
 */
@NullMarked
package dev.parley.bootstrap.browser;

import org.jspecify.annotations.NullMarked;
