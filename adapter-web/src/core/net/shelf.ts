/** The browser's storage, or memory of the same face where the browser lends none. */

import type { Shelf } from './identity.js';

export function shelf(name: 'localStorage' | 'sessionStorage'): Shelf {
  try {
    const kept = globalThis[name];
    kept.setItem('parley.probe', '');
    kept.removeItem('parley.probe');
    return kept;
  } catch {
    return new ShelfInMemory(); // forbidden or full: this window works, and forgets when it is closed
  }
}

export class ShelfInMemory implements Shelf {
  readonly #kept = new Map<string, string>();

  get keys(): string[] {
    return [...this.#kept.keys()];
  }

  getItem(key: string): string | null {
    return this.#kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#kept.set(key, value);
  }

  removeItem(key: string): void {
    this.#kept.delete(key);
  }
}

/** All keys under which something is kept. */
export function keysOf(shelf: Shelf): string[] {
  return shelf instanceof ShelfInMemory ? shelf.keys : Object.keys(shelf);
}
