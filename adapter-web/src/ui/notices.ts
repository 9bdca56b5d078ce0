/** What floats over the conversation for a while: a sentence, and perhaps something to do about it. */

import type { Language } from '../i18n/index.js';
import { element, iconButton, textButton } from './dom.js';
import { icons } from './icons.js';

const SHOWN_FOR_MS = 6_000;

/** What can be done about it, and for how long. */
export interface Undo {
  label: string;
  act: () => void;
  forMs: number;
}

export class Notices {
  readonly node = element('div.notices', { role: 'status' });
  readonly #language: Language;

  constructor(language: Language) {
    this.#language = language;
  }

  show(sentence: string, undo?: Undo): void {
    const remove = (): void => notice.remove();
    const notice: HTMLElement = element(
      'div.notice',
      {},
      element('span', {}, sentence),
      undo
        ? textButton(undo.label, () => {
            remove();
            undo.act();
          })
        : null,
      iconButton('.small', this.#language.words.dismiss, icons.close, remove),
    );
    this.node.append(notice);
    setTimeout(remove, undo?.forMs ?? SHOWN_FOR_MS);
  }
}
