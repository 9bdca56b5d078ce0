/** Somebody the page vouches for: it has an own server that gives tokens. */

import type { Identity } from '../core/index.js';
import { SignedOut, Unreachable } from '../core/index.js';

export class GivenToken implements Identity {
  readonly #ask: (refused: string | null) => Promise<string | null>;
  #known: Promise<string | null> | null = null;
  #refused: string | null = null;

  /** @param ask asks the page for another token than the one that was refused */
  constructor(ask: (refused: string | null) => Promise<string | null>) {
    this.#ask = ask;
  }

  async token(): Promise<string> {
    this.#known ??= this.#ask(this.#refused);
    const token = await this.#known.catch((cause: unknown) => {
      this.#known = null;
      throw new Unreachable('the page could not give a token', { cause });
    });
    if (token === null || token === this.#refused) {
      this.#known = null;
      throw new SignedOut('the page gives no token that is good');
    }
    return token;
  }

  refused(token: string | null): void {
    this.#refused = token;
    this.#known = null;
  }

  /** The page has another token. */
  renew(): void {
    this.#known = null;
  }
}
