/**
 * Whole servers over one database and one Redis, and somebody unkind: with {@code kill}, {@code SIGSTOP}, a firewall. Whatever
 * is done to them, the invariants of {@link dev.parley.bootstrap.e2e.Invariant} hold.
 *
 * <p>{@link dev.parley.bootstrap.faults.Cluster} is what is broken, {@link dev.parley.bootstrap.faults.Crowd} are the people
 * who talk meanwhile, {@link dev.parley.bootstrap.faults.Checker} says afterwards, from what each of their devices has seen, from
 * what is stored and from what the model said, whether anything was lost, doubled or mixed up. README.md beside this names the
 * cases and how they are run.
 */
@NullMarked
package dev.parley.bootstrap.faults;

import org.jspecify.annotations.NullMarked;
