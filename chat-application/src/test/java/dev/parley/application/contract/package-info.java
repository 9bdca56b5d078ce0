/**
 * What every implementation of a driven port must pass: one abstract class for each port, one test or more for each
 * guarantee of the port's Javadoc, by its number.
 *
 * <p>To test an implementation, extend the contract and give it the implementation over an empty backend. The contracts
 * say what the ports say and nothing of how it is done; there are no switches to leave something out.
 */
@NullMarked
package dev.parley.application.contract;

import org.jspecify.annotations.NullMarked;
