/** When to try again. */

const QUICK_TRIES = 3;
const DELAYS = [300, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000];

/**
 * How long to wait after so many failures in a row, in milliseconds: three quick tries, then slow ones. Spread by a
 * quarter to both sides, so that not all clients of a server that comes back come at once.
 *
 * @param {number} failures at least 1
 * @param {number} chance from 0 to 1
 */
export function retryDelay(failures, chance) {
  const base = DELAYS[Math.min(failures, DELAYS.length) - 1];
  return Math.round(base * (0.75 + chance / 2));
}

/** Whether the quick tries are over, so that people should be told. */
export function isLasting(failures) {
  return failures > QUICK_TRIES;
}
