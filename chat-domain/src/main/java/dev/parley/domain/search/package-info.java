/**
 * What somebody looks for in texts, and how a text is shown in which it was found.
 *
 * <p>Nothing here knows where texts are kept or who may see them. There is one rule for what is found, whatever a store
 * does to be quick: {@link dev.parley.domain.search.SearchWords#areIn}.
 */
@NullMarked
package dev.parley.domain.search;

import org.jspecify.annotations.NullMarked;
