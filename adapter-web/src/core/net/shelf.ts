/** The browser's storage, as far as it lends any; memory of the same face otherwise. */

import type { Shelf } from './identity.js';

/** Nothing is written before something is kept. */
export function shelf(name: 'localStorage' | 'sessionStorage'): Shelf {
  return new ShelfAtBest(() => globalThis[name]);
}

// Forbidden or full: this window works, and forgets when it is closed.
class ShelfAtBest implements Shelf {
  readonly #storage: () => Shelf;
  readonly #memory = new ShelfInMemory();

  constructor(storage: () => Shelf) {
    this.#storage = storage;
  }

  get keys(): string[] {
    return [...this.#memory.keys, ...this.#tried(storage => Object.keys(storage), [])];
  }

  getItem(key: string): string | null {
    return this.#memory.getItem(key) ?? this.#tried(storage => storage.getItem(key), null);
  }

  setItem(key: string, value: string): void {
    const isKept = this.#tried(storage => {
      storage.setItem(key, value);
      return true;
    }, false);
    if (isKept) {
      this.#memory.removeItem(key);
    } else {
      this.#memory.setItem(key, value);
    }
  }

  removeItem(key: string): void {
    this.#memory.removeItem(key);
    this.#tried(storage => storage.removeItem(key), undefined);
  }

  #tried<T>(act: (storage: Shelf) => T, otherwise: T): T {
    try {
      return act(this.#storage());
    } catch {
      return otherwise;
    }
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
  return shelf instanceof ShelfInMemory || shelf instanceof ShelfAtBest ? shelf.keys : Object.keys(shelf);
}
