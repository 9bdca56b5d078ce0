/** When to try again. */

const QUICK_TRIES = 3;
const DELAYS_MS = [300, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000];

/**
 * How long to wait after so many failures in a row, in milliseconds: three quick tries, then slow ones. Spread by a
 * quarter to both sides, so that not all clients of a server that comes back come at once.
 *
 * @param failures at least 1
 * @param chance from 0 to 1
 */
export function retryDelay(failures: number, chance: number): number {
  const base = DELAYS_MS[Math.min(failures, DELAYS_MS.length) - 1] ?? 0;
  return Math.round(base * (0.75 + chance / 2));
}

/** Whether the quick tries are over, so that people should be told. */
export function isLasting(failures: number): boolean {
  return failures > QUICK_TRIES;
}
