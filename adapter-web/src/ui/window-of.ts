/**
 * Which entries of a long list have to be there: those in sight and some around them. The others are room of the height
 * they had, or may have.
 */

export interface Range {
  /** The first entry that is there. */
  readonly from: number;
  /** The first that is not there any more. */
  readonly to: number;
  /** The room before and after, pixels. */
  readonly before: number;
  readonly after: number;
}

/** Shorter lists are there as a whole. */
const FROM_LENGTH = 80;
const UNKNOWN_HEIGHT = 96;
/** How far beyond what is in sight, pixels. */
const AROUND = 1_200;

export class Heights {
  readonly #known = new Map<string, number>();
  #sum = 0;

  /** An entry was measured. */
  note(key: string, height: number): void {
    this.#sum += height - (this.#known.get(key) ?? 0);
    this.#known.set(key, height);
  }

  forget(): void {
    this.#known.clear();
    this.#sum = 0;
  }

  of(key: string): number {
    return this.#known.get(key) ?? this.#usual;
  }

  /** How high everything before an entry is, pixels. */
  before(keys: readonly string[], at: number): number {
    let sum = 0;
    for (const key of keys.slice(0, at)) {
      sum += this.of(key);
    }
    return sum;
  }

  get #usual(): number {
    return this.#known.size === 0 ? UNKNOWN_HEIGHT : this.#sum / this.#known.size;
  }
}

/**
 * @param sight what is in sight: from where to where, pixels from the top of the list; null for the end of it
 * @param seen its height, pixels
 */
export function windowOf(keys: readonly string[], heights: Heights, sight: number | null, seen: number): Range {
  if (keys.length <= FROM_LENGTH) {
    return { from: 0, to: keys.length, before: 0, after: 0 };
  }
  const tops: number[] = [];
  let total = 0;
  for (const key of keys) {
    tops.push(total);
    total += heights.of(key);
  }
  const top = sight ?? total - seen;
  const from = Math.max(0, firstAfter(tops, top - AROUND) - 1);
  const to = sight === null ? keys.length : firstAfter(tops, top + seen + AROUND);
  return { from, to, before: tops[from] ?? 0, after: total - (tops[to] ?? total) };
}

/** Whether a range holds all that has to be there, so that nothing has to be drawn anew. */
export function holds(range: Range, needed: Range): boolean {
  return range.from <= needed.from && range.to >= needed.to;
}

/** The first that begins after a place; the number of all if none does. */
function firstAfter(tops: readonly number[], place: number): number {
  let [low, high] = [0, tops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle] ?? 0) > place) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
