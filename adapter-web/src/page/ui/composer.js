/** Where messages are written. Enter sends, Shift+Enter begins a new line; what an input method composes is left alone. */

import { lengthOf } from '../../core/index.ts';
import { words } from '../words.js';
import { drawing, element } from './dom.js';
import { icons } from './icons.js';

const LONGEST = 4_000;
const COUNTED_FROM = 3_600;
/** After stop became send under somebody's finger, a click for the one is not taken for the other. */
const SETTLED_AFTER_MS = 400;

export class Composer {
  #field;
  #counter = element('span.counter', { id: 'counter', hidden: true });
  /** Told once when the limit is passed; the counter would be told with every key. */
  #alarm = element('span.unseen', { role: 'status' });
  #send;
  #stop;
  #acts;
  #changedAt = -Infinity;
  #isClosed = false;

  /** @param {{say: (text: string) => void, stop: () => void, typed: (text: string) => void}} acts */
  constructor(acts) {
    this.#acts = acts;
    this.#field = element('textarea', {
      id: 'message',
      rows: '1',
      dir: 'auto',
      placeholder: words.placeholder,
      'aria-label': words.placeholder,
      'aria-describedby': 'hint counter',
      enterkeyhint: 'send',
      autocomplete: 'off',
      input: () => this.#edited(),
      keydown: event => this.#pressed(event),
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
    const under = element('div.under', {}, element('p.hint', { id: 'hint' }, words.hint), this.#counter, this.#alarm);
    this.node = element('form.composer', { submit: event => this.#submitted(event) }, box, under);
    box.addEventListener('click', event => event.target === box && this.focus());
  }

  get text() {
    return this.#field.value;
  }

  set text(text) {
    this.#field.value = text;
    this.#measure();
  }

  focus() {
    this.#field.focus();
  }

  /** Shows what can be done: while a reply is made it can be stopped, in a closed conversation nothing can be said. */
  show({ isAnswering, isClosed }) {
    if (this.#stop.hidden === isAnswering) {
      this.#changedAt = performance.now();
      const hadFocus = document.activeElement === this.#stop;
      this.#stop.hidden = !isAnswering;
      if (hadFocus && !isAnswering) {
        this.focus();
      }
    }
    this.#isClosed = isClosed;
    this.#field.disabled = isClosed;
    this.#field.placeholder = isClosed ? words.closed : words.placeholder;
    this.#measure();
  }

  #submitted(event) {
    event.preventDefault();
    if (event.submitter === this.#send && performance.now() - this.#changedAt < SETTLED_AFTER_MS) {
      return;
    }
    this.#say();
  }

  // Some browsers end a composition before they tell of the key that ended it; they give it the code 229.
  #pressed(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.#say();
    }
  }

  #say() {
    const text = this.#field.value;
    if (this.#isSendable(text)) {
      this.#field.value = '';
      this.#edited();
      this.#acts.say(text);
    }
  }

  #isSendable(text) {
    return text.trim() !== '' && lengthOf(text) <= LONGEST && !this.#isClosed;
  }

  #edited() {
    this.#measure();
    this.#acts.typed(this.#field.value);
  }

  #measure() {
    const text = this.#field.value;
    const length = text.length < COUNTED_FROM ? 0 : lengthOf(text);
    const isTooLong = length > LONGEST;
    this.#counter.hidden = length < COUNTED_FROM;
    this.#counter.textContent = isTooLong ? words.tooLong(length, LONGEST) : words.left(length, LONGEST);
    if (this.node.classList.toggle('too-long', isTooLong) !== (this.#alarm.textContent !== '')) {
      this.#alarm.textContent = isTooLong ? words.errors.MESSAGE_TOO_LONG : '';
    }
    this.#field.setAttribute('aria-invalid', String(isTooLong));
    this.#send.disabled = !this.#isSendable(text);
    this.#send.hidden = !this.#stop.hidden && text.trim() === '';
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }
}
