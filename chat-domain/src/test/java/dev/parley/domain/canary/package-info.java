/** What must never be in a log, written down by the tests that use it and looked for when all of them are done. */
package dev.parley.domain.canary;
