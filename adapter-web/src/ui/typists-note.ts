/** Says that somebody types, above the field, where it moves nothing. */

import type { Language } from '../i18n/index.js';
import { element } from './dom.js';

export class TypistsNote {
  readonly node = element('p.typists', { role: 'status' });
  readonly #language: Language;

  constructor(language: Language) {
    this.#language = language;
  }

  /** @param roles of those who type */
  show(roles: readonly (string | null)[]): void {
    const text = this.#textFor(roles);
    if (this.node.textContent !== text) {
      this.node.textContent = text;
    }
  }

  #textFor([first, ...others]: readonly (string | null)[]): string {
    const { types } = this.#language.words;
    if (first === undefined) {
      return '';
    }
    if (others.length > 0) {
      return types.several;
    }
    return first === null || first === 'user' ? types.somebody : types.agent;
  }
}
