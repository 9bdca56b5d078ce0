/** What a window remembers over a reload: texts that are not sent, and which conversation is about to begin. */

import type { Shelf } from '../net/identity.js';
import { newPlace } from './outbox.js';

const COMMAND = 'parley.command';
const TEXT = 'parley.text.';

export class Drafts {
  readonly #memory: Shelf;
  readonly #newId: () => string;

  constructor(memory: Shelf, newId: () => string) {
    this.#memory = memory;
    this.#newId = newId;
  }

  /** Where a new conversation is: the same after a reload, so that it is made once. */
  newPlace(): string {
    const command = this.#memory.getItem(COMMAND) ?? this.#newId();
    this.#memory.setItem(COMMAND, command);
    return newPlace(command);
  }

  /** The new conversation was made. */
  settle(place: string): void {
    this.#memory.removeItem(COMMAND);
    this.keep(place, '');
  }

  textAt(place: string): string {
    return this.#memory.getItem(TEXT + place) ?? '';
  }

  keep(place: string, text: string): void {
    if (text === '') {
      this.#memory.removeItem(TEXT + place);
    } else {
      this.#memory.setItem(TEXT + place, text);
    }
  }
}
