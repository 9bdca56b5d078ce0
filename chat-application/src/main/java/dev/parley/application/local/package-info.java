/**
 * The driven ports within one process: the defaults of an embedded engine, and of a server that has only one node.
 *
 * <p>They are production code and pass the same contract suites as every other implementation.
 */
@NullMarked
package dev.parley.application.local;

import org.jspecify.annotations.NullMarked;
