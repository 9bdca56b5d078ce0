/** One line above the conversation when the server can't be reached. It leaves by itself. */

import { words } from '../words.js';
import { drawing, element } from './dom.js';
import { icons } from './icons.js';

export class Banner {
  #sentence = element('span');
  #shown = null;

  constructor(onReconnect) {
    this.node = element(
      'div.banner',
      { role: 'status', hidden: true },
      drawing(icons.offline),
      this.#sentence,
      element('button.text-button', { type: 'button', click: onReconnect }, words.reconnect),
    );
  }

  show(sentence) {
    if (sentence !== this.#shown) {
      this.#shown = sentence;
      this.node.hidden = sentence === null;
      this.#sentence.textContent = sentence ?? '';
    }
  }
}
