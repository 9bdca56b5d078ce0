/** What this window remembers over a reload: texts that are not sent, and which conversation is about to begin. */

import { newId } from '../protocol/texts.js';
import { newPlace } from './unsent.js';

const COMMAND = 'parley.command';
const TEXT = 'parley.text.';

export class Drafts {
  #memory;

  /** @param {Storage} memory */
  constructor(memory) {
    this.#memory = memory;
  }

  /** Where a new conversation is: the same after a reload, so that it is made once. */
  newPlace() {
    const command = this.#memory.getItem(COMMAND) ?? newId();
    this.#memory.setItem(COMMAND, command);
    return newPlace(command);
  }

  /** The new conversation was made. */
  settle(place) {
    this.#memory.removeItem(COMMAND);
    this.keep(place, '');
  }

  textAt(place) {
    return this.#memory.getItem(TEXT + place) ?? '';
  }

  keep(place, text) {
    if (text === '') {
      this.#memory.removeItem(TEXT + place);
    } else {
      this.#memory.setItem(TEXT + place, text);
    }
  }
}
