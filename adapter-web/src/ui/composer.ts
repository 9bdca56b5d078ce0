/** Where messages are written. Enter sends, Shift+Enter begins a new line; what an input method composes is left alone. */

import { lengthOf } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { drawing, element, focused, isComposing } from './dom.js';
import { icons } from './icons.js';
import type { PreferenceStore } from './preferences.js';

const LONGEST = 4_000;
const COUNTED_FROM = 3_600;
/** After stop became send under somebody's finger, a click for the one is not taken for the other. */
const SETTLED_AFTER_MS = 400;

export interface ComposerActs {
  say(text: string): void;
  stop(): void;
  typed(text: string): void;
  /** What was said last, to be taken up again; null if nothing was. */
  lastSaid(): string | null;
}

export interface ComposerState {
  /** A reply is made, and can be stopped. */
  isAnswering: boolean;
  /** A message is on its way, and the server has not said that it has it. */
  isSending: boolean;
  isClosed: boolean;
}

let made = 0;

export class Composer {
  readonly node: HTMLFormElement;
  readonly #language: Language;
  readonly #preferences: PreferenceStore;
  readonly #acts: ComposerActs;
  readonly #field: HTMLTextAreaElement;
  readonly #hint: HTMLElement;
  readonly #counter: HTMLElement;
  /** Told once when the limit is passed; the counter would be told with every key. */
  readonly #alarm = element('span.unseen', { role: 'status' });
  readonly #send: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  #changedAt = -Infinity;
  #isClosed = false;
  #isSending = false;

  constructor(language: Language, preferences: PreferenceStore, acts: ComposerActs) {
    const { words } = language;
    const id = `parley-composer-${++made}`;
    this.#language = language;
    this.#preferences = preferences;
    this.#acts = acts;
    this.#hint = element('p.hint', { id: `${id}-hint` });
    this.#counter = element('span.counter', { id: `${id}-counter`, hidden: true });
    this.#field = element('textarea', {
      rows: '1',
      dir: 'auto',
      placeholder: words.placeholder,
      'aria-label': words.placeholder,
      'aria-describedby': `${id}-hint ${id}-counter`,
      enterkeyhint: 'send',
      autocomplete: 'off',
      input: () => this.#edited(),
      keydown: (event: KeyboardEvent) => this.#pressed(event),
    });
    this.#send = element(
      'button.round.send',
      { type: 'submit', 'aria-label': words.send, title: words.send, disabled: true },
      drawing(icons.up),
    );
    this.#stop = element(
      'button.round.stop',
      {
        type: 'button',
        'aria-label': words.stop,
        title: `${words.stop} (Esc)`,
        hidden: true,
        click: () => acts.stop(),
      },
      element('i'),
    );
    const box = element('div.box', {}, this.#field, this.#send, this.#stop);
    const under = element('div.under', {}, this.#hint, this.#counter, this.#alarm);
    this.node = element('form.composer', { submit: (event: SubmitEvent) => this.#submitted(event) }, box, under);
    box.addEventListener('click', event => event.target === box && this.focus());
    this.#showHint();
    preferences.onChange(() => this.#showHint());
  }

  get text(): string {
    return this.#field.value;
  }

  set text(text: string) {
    this.#field.value = text;
    this.#measure();
  }

  focus(): void {
    this.#field.focus();
  }

  /** Shows what can be done: while a reply is made it can be stopped, in a closed conversation nothing can be said. */
  show({ isAnswering, isSending, isClosed }: ComposerState): void {
    if (this.#stop.hidden === isAnswering) {
      this.#changedAt = performance.now();
      const hadFocus = focused(this.node) === this.#stop;
      this.#stop.hidden = !isAnswering;
      if (hadFocus && !isAnswering) {
        this.focus();
      }
    }
    this.#isSending = isSending;
    if (this.#isClosed !== isClosed) {
      this.#isClosed = isClosed;
      this.#field.disabled = isClosed;
      this.#field.placeholder = isClosed ? this.#language.words.closed : this.#language.words.placeholder;
    }
    this.#enable();
  }

  #showHint(): void {
    const { hint } = this.#language.words;
    this.#hint.textContent = this.#preferences.now.sendOnEnter ? hint.enter : hint.withCtrl;
  }

  #submitted(event: SubmitEvent): void {
    event.preventDefault();
    if (event.submitter === this.#send && performance.now() - this.#changedAt < SETTLED_AFTER_MS) {
      return;
    }
    this.#say();
  }

  #pressed(event: KeyboardEvent): void {
    if (isComposing(event)) {
      return;
    }
    const withCtrl = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && !event.shiftKey && (withCtrl || this.#preferences.now.sendOnEnter)) {
      event.preventDefault();
      this.#say();
    } else if (event.key === 'ArrowUp' && this.#field.value === '') {
      const last = this.#acts.lastSaid();
      if (last !== null) {
        event.preventDefault();
        this.#field.value = last;
        this.#edited();
      }
    }
  }

  #say(): void {
    const text = this.#field.value;
    if (this.#isSendable(text)) {
      this.#field.value = '';
      this.#edited();
      this.#acts.say(text);
    }
  }

  #isSendable(text: string): boolean {
    return text.trim() !== '' && lengthOf(text) <= LONGEST && !this.#isClosed && !this.#isSending;
  }

  #edited(): void {
    this.#measure();
    this.#acts.typed(this.#field.value);
  }

  #measure(): void {
    const { words } = this.#language;
    const text = this.#field.value;
    const length = text.length < COUNTED_FROM ? 0 : lengthOf(text);
    const isTooLong = length > LONGEST;
    const shown = [this.#language.number(length), this.#language.number(LONGEST)] as const;
    this.#counter.hidden = length < COUNTED_FROM;
    this.#counter.textContent = isTooLong ? words.tooLong(...shown) : words.left(...shown);
    if (this.node.classList.toggle('too-long', isTooLong) !== (this.#alarm.textContent !== '')) {
      this.#alarm.textContent = isTooLong ? this.#language.sentenceFor('MESSAGE_TOO_LONG') : '';
    }
    this.#field.setAttribute('aria-invalid', String(isTooLong));
    this.#enable();
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }

  #enable(): void {
    const text = this.#field.value;
    this.#send.disabled = !this.#isSendable(text);
    this.#send.hidden = !this.#stop.hidden && text.trim() === '';
  }
}
