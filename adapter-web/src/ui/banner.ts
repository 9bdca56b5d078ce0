/** One line above the conversation when the server can't be reached. It leaves by itself. */

import { drawing, element, textButton } from './dom.js';
import { icons } from './icons.js';

export class Banner {
  readonly node: HTMLElement;
  readonly #sentence = element('span');
  readonly #button: HTMLButtonElement;
  #shown: string | null = null;

  constructor(onPressed: () => void) {
    this.#button = textButton('', onPressed);
    this.node = element(
      'div.banner',
      { role: 'status', hidden: true },
      drawing(icons.offline),
      this.#sentence,
      this.#button,
    );
  }

  /**
   * @param sentence null if there is nothing to say
   * @param action what can be done about it, in a word; null if nothing can
   */
  show(sentence: string | null, action: string | null): void {
    this.#button.hidden = action === null;
    this.#button.textContent = action ?? '';
    if (sentence !== this.#shown) {
      this.#shown = sentence;
      this.node.hidden = sentence === null;
      this.#sentence.textContent = sentence ?? '';
    }
  }
}
