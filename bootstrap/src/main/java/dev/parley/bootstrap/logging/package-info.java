/**
 * The log: lines for people, or one JSON object a line.
 *
 * <p>Libraries are asked to be quieter than we are, and what they say below INFO is never shown: some of them would show
 * headers and addresses with tokens in them. Message texts and secrets are not logged by anybody. Whatever is logged, a
 * line holds no character that a terminal, an editor or a parser of logs would obey.
 */
@NullMarked
package dev.parley.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
