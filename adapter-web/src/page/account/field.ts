/** A labelled field of a form, with a hint and with what is wrong. */

import type { Language } from '../../i18n/index.js';
import type { Attributes } from '../../ui/dom.js';
import { element, iconButton } from '../../ui/dom.js';
import { icons as common } from '../../ui/icons.js';
import { drawing } from '../../ui/dom.js';
import { icons } from './icons.js';

export interface FieldWishes {
  label: string;
  type?: 'text' | 'email' | 'password';
  autocomplete: string;
  hint?: string;
  value?: string;
  attributes?: Attributes;
}

let made = 0;

export class Field {
  readonly node: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #error: HTMLElement;

  constructor(
    { label, type = 'text', autocomplete, hint, value = '', attributes = {} }: FieldWishes,
    extra?: HTMLElement,
  ) {
    const id = `parley-field-${++made}`;
    this.input = element('input', {
      id,
      type,
      autocomplete,
      'aria-describedby': `${id}-error ${id}-hint`,
      input: () => {
        this.trouble = null;
      },
      ...attributes,
    });
    this.input.value = value;
    this.#error = element('p.field-error', { id: `${id}-error`, hidden: true });
    this.node = element(
      'div.field',
      {},
      element('label', { for: id }, label),
      element('div.field-box', {}, this.input, extra),
      this.#error,
      hint === undefined ? null : element('p.field-hint', { id: `${id}-hint` }, hint),
    );
  }

  get value(): string {
    return this.input.value;
  }

  /** What is wrong with it, in a sentence; null if nothing is. */
  set trouble(sentence: string | null) {
    this.input.setAttribute('aria-invalid', String(sentence !== null));
    this.#error.hidden = sentence === null;
    this.#error.replaceChildren(...(sentence === null ? [] : [drawing(common.warning), element('span', {}, sentence)]));
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }
}

/** A password, which can be shown. */
export class PasswordField extends Field {
  readonly #capsLock: HTMLElement;

  constructor({ words }: Language, wishes: Omit<FieldWishes, 'type'>) {
    const toggle = iconButton(
      '.small',
      words.account.showPassword,
      icons.eye,
      () => show(this.input.type === 'password'),
      {
        'aria-pressed': 'false',
      },
    );
    super(
      {
        ...wishes,
        type: 'password',
        attributes: { autocapitalize: 'off', spellcheck: 'false', dir: 'ltr', ...wishes.attributes },
      },
      toggle,
    );
    this.#capsLock = element('p.field-hint', { role: 'status' });
    this.node.append(this.#capsLock);
    const show = (isShown: boolean): void => {
      this.input.type = isShown ? 'text' : 'password';
      const label = isShown ? words.account.hidePassword : words.account.showPassword;
      toggle.setAttribute('aria-pressed', String(isShown));
      toggle.setAttribute('aria-label', label);
      toggle.title = label;
      toggle.replaceChildren(drawing(isShown ? icons.eyeOff : icons.eye));
    };
    const look = (event: KeyboardEvent): void => {
      const isOn = event.getModifierState('CapsLock');
      this.#capsLock.textContent = isOn ? words.account.capsLock : '';
    };
    this.input.addEventListener('keydown', look);
    this.input.addEventListener('keyup', look);
    this.input.addEventListener('blur', () => {
      this.#capsLock.textContent = '';
    });
  }
}
