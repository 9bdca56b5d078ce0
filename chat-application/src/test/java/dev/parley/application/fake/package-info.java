/**
 * Scripted and recording stand-ins for what lies beyond the ports. They do what they are told and keep the contract;
 * none of them is a mock.
 */
@NullMarked
package dev.parley.application.fake;

import org.jspecify.annotations.NullMarked;
