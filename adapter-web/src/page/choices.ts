/** With whom conversations are to be that are not made yet; known to all windows, for each of them may come to make one. */

import type { Shelf } from '../core/index.js';

const KEY = 'parley.assistants';
const MOST = 20;

export class Choices {
  readonly #shelf: Shelf;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** The name of an assistant; null if none was chosen. */
  at(place: string): string | null {
    return this.#read().find(([each]) => each === place)?.[1] ?? null;
  }

  choose(place: string, assistant: string): void {
    const others = this.#read().filter(([each]) => each !== place);
    this.#shelf.setItem(KEY, JSON.stringify([[place, assistant], ...others].slice(0, MOST)));
  }

  #read(): [string, string][] {
    try {
      const kept: unknown = JSON.parse(this.#shelf.getItem(KEY) ?? '[]');
      return Array.isArray(kept) ? (kept as unknown[]).filter(isChoice) : [];
    } catch {
      return []; // damaged, or of another version
    }
  }
}

function isChoice(kept: unknown): kept is [string, string] {
  return Array.isArray(kept) && kept.length === 2 && kept.every(each => typeof each === 'string');
}
