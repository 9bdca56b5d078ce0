/**
 * What a browser remembers of the widget. Each server, assistant and kind of visitor has a compartment of its own, for
 * all sites' scripts of one origin share one storage.
 */

import type { Shelf } from '../core/net/identity.js';

export interface Visited {
  /** The address of the server. */
  server: string;
  /** Names the tenant; null where the server's host does. */
  widgetKey: string | null;
  assistant: string | null;
  /** A visitor without an account, or somebody the page vouches for. */
  isGuest: boolean;
}

/** What all conversations with a server, or with one tenant of it, share. */
export function compartmentOf({ server, widgetKey }: Pick<Visited, 'server' | 'widgetKey'>): string {
  const tenant = widgetKey === null ? '' : `#${widgetKey}`;
  return `parley@${server.replace(/^https?:\/\//, '')}${tenant}`;
}

/** What conversations with one assistant have for themselves. */
export function compartmentFor(visited: Visited): string {
  const { assistant, isGuest } = visited;
  return [compartmentOf(visited), isGuest ? 'guest' : 'member', assistant ?? ''].join(' ');
}

/** A part of a shelf. While it is held nothing is written: what is put there waits until it is let go. */
export class Compartment implements Shelf {
  readonly #shelf: Shelf;
  readonly #name: string;
  readonly #waiting = new Map<string, string | null>();
  #isHeld: boolean;

  constructor(shelf: Shelf, name: string, isHeld = false) {
    this.#shelf = shelf;
    this.#name = name;
    this.#isHeld = isHeld;
  }

  getItem(key: string): string | null {
    const waiting = this.#waiting.get(key);
    return waiting === undefined ? this.#shelf.getItem(this.#full(key)) : waiting;
  }

  setItem(key: string, value: string): void {
    this.#put(key, value);
  }

  removeItem(key: string): void {
    this.#put(key, null);
  }

  letGo(): void {
    this.#isHeld = false;
    this.#waiting.forEach((value, key) => this.#put(key, value));
    this.#waiting.clear();
  }

  #put(key: string, value: string | null): void {
    if (this.#isHeld) {
      this.#waiting.set(key, value);
    } else if (value === null) {
      this.#shelf.removeItem(this.#full(key));
    } else {
      this.#shelf.setItem(this.#full(key), value);
    }
  }

  #full(key: string): string {
    return `${this.#name} ${key}`;
  }
}

/** The conversation a visitor had last, and whether this tab showed it. */
export class Memory {
  readonly #shared: Shelf;
  readonly #own: Shelf;

  /**
   * @param shared what all tabs share
   * @param own what this tab has for itself
   */
  constructor(shared: Shelf, own: Shelf) {
    this.#shared = shared;
    this.#own = own;
  }

  get session(): string | null {
    return this.#shared.getItem('session');
  }

  set session(session: string | null) {
    if (session === null) {
      this.#shared.removeItem('session');
    } else {
      this.#shared.setItem('session', session);
    }
  }

  /** Null if this tab has not said it. */
  get isOpen(): boolean | null {
    const kept = this.#own.getItem('open');
    return kept === null ? null : kept === 'yes';
  }

  set isOpen(isOpen: boolean) {
    this.#own.setItem('open', isOpen ? 'yes' : 'no');
  }
}

/** Takes everything out of a compartment. */
export function empty(name: 'localStorage' | 'sessionStorage', compartment: string): void {
  try {
    const storage = globalThis[name];
    Object.keys(storage)
      .filter(key => key === compartment || key.startsWith(`${compartment} `))
      .forEach(key => storage.removeItem(key));
  } catch {
    // A browser that lends no storage has kept nothing.
  }
}
