/** A form that says what is wrong where it is wrong, and is sent once at a time. */

import type { Language } from '../../i18n/index.js';
import { drawing, element } from '../../ui/dom.js';
import { icons } from '../../ui/icons.js';
import type { Field } from './field.js';
import type { Rule } from './rules.js';
import type { Trouble } from './troubles.js';
import { troubleOf } from './troubles.js';

export interface FormWishes<Name extends string> {
  fields: Readonly<Record<Name, Field>>;
  /** What the button says. */
  action: string;
  isDanger?: boolean;
  /** Which rule a field breaks, before anything is sent. Called for each. */
  check: (name: Name, value: string) => Rule | { sentence: string } | null;
  submit: () => Promise<unknown>;
  /** What a problem means here; null if it means what it means everywhere. */
  explain?: (problem: unknown) => Trouble | null;
  /** Beside the button. */
  beside?: HTMLElement;
}

export class Form<Name extends string> {
  readonly node: HTMLFormElement;
  readonly #language: Language;
  readonly #wishes: FormWishes<Name>;
  readonly #alert = element('p.form-alert', { role: 'alert', hidden: true });
  readonly #status = element('p.form-status', { role: 'status' });
  readonly #button: HTMLButtonElement;
  #isBusy = false;

  constructor(language: Language, wishes: FormWishes<Name>) {
    this.#language = language;
    this.#wishes = wishes;
    this.#button = element<'button'>(
      `button.button${wishes.isDanger ? '.danger' : ''}` as 'button',
      { type: 'submit' },
      wishes.action,
    );
    this.node = element(
      'form.form',
      {
        novalidate: true,
        submit: (event: SubmitEvent) => {
          event.preventDefault();
          void this.#submit();
        },
        input: () => this.#say(this.#status, null),
      },
      this.#alert,
      Object.values<Field>(wishes.fields).map(field => field.node),
      element('div.form-foot', {}, this.#button, wishes.beside, this.#status),
    );
  }

  /** Says that it is done. */
  done(sentence: string): void {
    this.#say(this.#status, sentence, icons.check);
  }

  /** Says what is wrong, where it can be put right. */
  complain({ field, sentence }: Trouble): void {
    const found = this.#wishes.fields[field as Name] as Field | undefined;
    if (found) {
      found.trouble = sentence;
      found.focus();
    } else {
      this.#say(this.#alert, sentence, icons.warning);
    }
  }

  async #submit(): Promise<void> {
    if (this.#isBusy) {
      return;
    }
    this.#say(this.#alert, null);
    this.#say(this.#status, null);
    if (!this.#isFit()) {
      return;
    }
    this.#become(true);
    try {
      await this.#wishes.submit();
    } catch (problem) {
      const trouble = this.#wishes.explain?.(problem) ?? troubleOf(problem, this.#language);
      if (trouble === null) {
        throw problem;
      }
      this.complain(trouble);
    } finally {
      this.#become(false);
    }
  }

  #isFit(): boolean {
    const { troubles } = this.#language.words.account;
    let first: Field | null = null;
    for (const [name, field] of Object.entries(this.#wishes.fields) as [Name, Field][]) {
      const broken = this.#wishes.check(name, field.value);
      field.trouble = typeof broken === 'string' ? troubles[broken] : (broken?.sentence ?? null);
      first ??= broken === null ? null : field;
    }
    first?.focus();
    return first === null;
  }

  // It stays in the way of the focus, for what is disabled loses that.
  #become(isBusy: boolean): void {
    this.#isBusy = isBusy;
    this.#button.setAttribute('aria-disabled', String(isBusy));
    this.node.setAttribute('aria-busy', String(isBusy));
  }

  #say(where: HTMLElement, sentence: string | null, icon = ''): void {
    where.hidden = sentence === null && where === this.#alert;
    where.replaceChildren(...(sentence === null ? [] : [drawing(icon), element('span', {}, sentence)]));
  }
}
