/** The head of the window: who is there, what it is about, how it is, and what can be done with the window. */

import type { Language } from '../i18n/index.js';
import { drawing, element, iconButton } from '../ui/dom.js';
import { icons } from '../ui/icons.js';
import type { StateWord } from '../ui/looks.js';

export interface BarActs {
  start(): void;
  showHistory(): void;
  leaveHistory(): void;
  minimise(): void;
  close(): void;
}

const HISTORY = 'M3.6 8.2a6.7 6.7 0 1 1-.1 3.2M3.2 4.4v3.9h3.9M10 6.6V10l2.4 1.6';
const CHEVRON = 'M5 7.8l5 5 5-5';

export class Bar {
  readonly node: HTMLElement;
  readonly #language: Language;
  readonly #title = element('h2', { dir: 'auto' });
  readonly #stateWord = element('span');
  readonly #state = element('p.state', {}, element('i'), this.#stateWord);
  readonly #mark = element('span.mark', {}, drawing(icons.bubble));
  readonly #back: HTMLButtonElement;
  readonly #history: HTMLButtonElement;
  readonly #start: HTMLButtonElement;

  constructor(language: Language, acts: BarActs) {
    const { words } = language;
    this.#language = language;
    this.#back = iconButton('.back', words.widget.back, icons.back, () => acts.leaveHistory(), { hidden: true });
    this.#start = iconButton('', words.newChat, icons.plus, () => acts.start());
    this.#history = iconButton('', words.widget.history, HISTORY, () => acts.showHistory());
    this.node = element(
      'header.bar',
      { part: 'header' },
      this.#mark,
      this.#back,
      element('div.names', {}, this.#title, this.#state),
      this.#start,
      this.#history,
      iconButton('', words.widget.minimise, CHEVRON, () => acts.minimise()),
      iconButton('', words.widget.close, icons.close, () => acts.close()),
    );
  }

  /** @param state null where there is nothing to say */
  show(title: string, state: StateWord | null): void {
    if (this.#title.textContent !== title) {
      this.#title.textContent = title;
      this.#title.title = title;
    }
    if (this.#state.dataset['state'] !== String(state)) {
      this.#state.dataset['state'] = String(state);
      this.#stateWord.textContent = state === null ? '' : this.#language.words.states[state];
    }
  }

  /** The list of conversations is there instead of one. */
  setInHistory(isInHistory: boolean): void {
    this.#mark.hidden = isInHistory;
    this.#back.hidden = !isInHistory;
    this.#history.hidden = isInHistory;
  }

  focusBack(): void {
    this.#back.focus();
  }

  focusHistory(): void {
    this.#history.focus();
  }
}
