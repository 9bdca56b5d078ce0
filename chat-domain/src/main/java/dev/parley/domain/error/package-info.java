/**
 * The closed list of error codes people and programs meet, whatever way they came in.
 *
 * <p>How a code looks on a wire (frame, problem document, close code) is the adapters' business.
 */
@NullMarked
package dev.parley.domain.error;

import org.jspecify.annotations.NullMarked;
