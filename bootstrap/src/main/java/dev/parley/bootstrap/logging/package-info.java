/**
 * The log: lines for people, or one JSON object a line.
 *
 * <p>What libraries say below INFO is never shown, whatever is asked for: some of them would show headers and addresses
 * with tokens in them. Message texts and secrets are not logged by anybody.
 */
@NullMarked
package dev.parley.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
