/** One line above the conversation when the server can't be reached. It leaves by itself. */

import type { Language } from '../i18n/index.js';
import { drawing, element, textButton } from './dom.js';
import { icons } from './icons.js';

export class Banner {
  readonly node: HTMLElement;
  readonly #sentence = element('span');
  readonly #button: HTMLButtonElement;
  #shown: string | null = null;

  constructor({ words }: Language, onReconnect: () => void) {
    this.#button = textButton(words.reconnect, onReconnect);
    this.node = element(
      'div.banner',
      { role: 'status', hidden: true },
      drawing(icons.offline),
      this.#sentence,
      this.#button,
    );
  }

  /** @param sentence null if there is nothing to say */
  show(sentence: string | null, canReconnect = true): void {
    this.#button.hidden = !canReconnect;
    if (sentence !== this.#shown) {
      this.#shown = sentence;
      this.node.hidden = sentence === null;
      this.#sentence.textContent = sentence ?? '';
    }
  }
}
