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
/** So many entries before them are there once, to be measured: no more than come at a time. */
const MEASURED_AT_ONCE = 200;

/** How high the entries of a list are, as far as that is known. */
export class Heights {
  readonly #known = new Map<string, number>();
  #sum = 0;
  #keys: readonly string[] = [];
  /** Where each entry begins, and where the last one ends; null when that has to be reckoned anew. */
  #tops: Float64Array | null = null;

  /** These are the entries, from top to bottom. */
  arrange(keys: readonly string[]): void {
    this.#keys = keys;
    this.#tops = null;
  }

  /** An entry was measured. */
  note(key: string, height: number): void {
    const before = this.#known.get(key);
    if (before !== height) {
      this.#sum += height - (before ?? 0);
      this.#known.set(key, height);
      this.#tops = null;
    }
  }

  forget(): void {
    this.#known.clear();
    this.#sum = 0;
    this.#tops = null;
  }

  /** Where an entry begins, pixels; the end of the list for the number of all. */
  top(at: number): number {
    return this.#reckoned()[at] ?? 0;
  }

  /** The first entry that begins after a place; the number of all if none does. */
  firstAfter(place: number): number {
    const tops = this.#reckoned();
    let [low, high] = [0, this.#keys.length];
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

  /** The first entry that was never measured; the number of all if each was. */
  firstUnknown(): number {
    const at = this.#keys.findIndex(key => !this.#known.has(key));
    return at < 0 ? this.#keys.length : at;
  }

  get length(): number {
    return this.#keys.length;
  }

  #reckoned(): Float64Array {
    if (this.#tops === null) {
      const usual = this.#known.size === 0 ? UNKNOWN_HEIGHT : this.#sum / this.#known.size;
      const tops = new Float64Array(this.#keys.length + 1);
      this.#keys.forEach((key, at) => {
        tops[at + 1] = (tops[at] ?? 0) + (this.#known.get(key) ?? usual);
      });
      this.#tops = tops;
    }
    return this.#tops;
  }
}

/**
 * @param sight where what is in sight begins, pixels from the top of the list; null if its end is in sight
 * @param seen how high it is, pixels
 */
export function windowOf(heights: Heights, sight: number | null, seen: number): Range {
  const { length } = heights;
  if (length <= FROM_LENGTH) {
    return { from: 0, to: length, before: 0, after: 0 };
  }
  const total = heights.top(length);
  const top = sight ?? total - seen;
  const near = Math.max(0, heights.firstAfter(top - AROUND) - 1);
  const unknown = heights.firstUnknown();
  // What is reckoned too high before what is read would move it at the upper end, where nothing makes up for it.
  const from = unknown < near && near - unknown <= MEASURED_AT_ONCE ? unknown : near;
  const to = sight === null ? length : heights.firstAfter(top + seen + AROUND);
  return { from, to, before: heights.top(from), after: total - heights.top(to) };
}

/** Whether a range holds all that has to be there, so that nothing has to be drawn anew. */
export function holds(range: Range, needed: Range): boolean {
  return range.from <= needed.from && range.to >= needed.to;
}
