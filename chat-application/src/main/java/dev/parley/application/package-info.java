/**
 * The engine for those who embed Parley: a builder with in-memory defaults over the use cases.
 *
 * <p>Nothing is decided here; the ports are in {@code port.in} and {@code port.out}, the use cases in {@code usecase}.
 */
@NullMarked
package dev.parley.application;

import org.jspecify.annotations.NullMarked;
