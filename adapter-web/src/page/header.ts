/** The title of the conversation and its state in a word. */

import type { Language } from '../i18n/index.js';
import { element, iconButton } from '../ui/dom.js';
import { icons } from '../ui/icons.js';
import type { StateWord } from '../ui/looks.js';

export class Header {
  readonly node: HTMLElement;
  readonly #language: Language;
  readonly #title = element('h1', { dir: 'auto' });
  readonly #who = element('span.who', { dir: 'auto', hidden: true });
  readonly #stateWord = element('span');
  readonly #state = element('span.state', {}, element('i'), this.#stateWord);
  readonly #menu: HTMLButtonElement;

  constructor(language: Language, { onMenu, onNew }: { onMenu: () => void; onNew: () => void }) {
    const { words } = language;
    this.#language = language;
    this.#menu = iconButton('.only-narrow', words.openMenu, icons.menu, onMenu, {
      'aria-controls': 'sidebar',
      'aria-expanded': 'false',
    });
    const start = iconButton('.only-narrow', words.newChat, icons.plus, onNew);
    this.node = element(
      'header.header',
      {},
      this.#menu,
      element('div.titles', {}, this.#title, element('div.under-title', {}, this.#who, this.#state)),
      start,
    );
  }

  /**
   * @param isSeen whether the title is shown, or only told to those who do not see the page
   * @param state null where there is nothing to say
   * @param who which assistant answers; null where there is but one
   */
  show(title: string, isSeen: boolean, state: StateWord | null, who: string | null): void {
    this.#who.hidden = who === null;
    this.#who.textContent = who;
    if (this.#title.textContent !== title) {
      this.#title.textContent = title;
      this.#title.title = title;
    }
    this.#title.classList.toggle('unseen', !isSeen);
    if (this.#state.dataset['state'] !== String(state)) {
      this.#state.dataset['state'] = String(state);
      this.#stateWord.textContent = state === null ? '' : this.#language.words.states[state];
    }
  }

  setDrawerOpen(isOpen: boolean): void {
    this.#menu.setAttribute('aria-expanded', String(isOpen));
  }
}
