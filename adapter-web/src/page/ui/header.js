/** The title of the conversation and its state in a word. */

import { words } from '../words.js';
import { element, iconButton } from './dom.js';
import { icons } from './icons.js';

export class Header {
  #title = element('h1', { dir: 'auto' });
  #state = element('span.state', {}, element('i'), element('span'));
  #menu;

  constructor({ onMenu, onNew }) {
    this.#menu = iconButton('.only-narrow', words.openMenu, icons.menu, onMenu, {
      'aria-controls': 'sidebar',
      'aria-expanded': 'false',
    });
    const start = iconButton('.only-narrow', words.newChat, icons.plus, onNew);
    this.node = element('header.header', {}, this.#menu, element('div.titles', {}, this.#title, this.#state), start);
  }

  /** @param {string} state a key of words.states */
  show(title, state) {
    if (this.#title.textContent !== title) {
      this.#title.textContent = title;
      this.#title.title = title;
    }
    if (this.#state.dataset.state !== state) {
      this.#state.dataset.state = state;
      this.#state.lastElementChild.textContent = words.states[state] ?? '';
    }
  }

  setDrawerOpen(isOpen) {
    this.#menu.setAttribute('aria-expanded', String(isOpen));
  }

  focusMenu() {
    this.#menu.focus();
  }
}
