/** What is written down about who did what, and the chain that shows whether it was changed afterwards. */
@NullMarked
package dev.parley.domain.audit;

import org.jspecify.annotations.NullMarked;
