/** Tells people who do not see the page what is new: whole sentences, when they are whole. */

import type { Conversation } from '../core/index.js';
import { sentencesOf } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { element } from './dom.js';
import { reasonOf } from './looks.js';
import { plainText } from './prose/plain.js';

const KEPT = 20;

export class Announcer {
  readonly node = element('div.unseen', { 'aria-live': 'polite' });
  readonly #language: Language;
  readonly #told = new Map<string, number>();

  constructor(language: Language) {
    this.#language = language;
  }

  /** Tells what a conversation has grown by since the last time. */
  follow(state: Conversation): void {
    for (const open of state.open) {
      this.#expect(open.question);
      this.#grow(open.question, open.text);
    }
    for (const message of state.messages) {
      if (message.replyTo !== null && this.#told.has(message.replyTo)) {
        this.#end(message.replyTo, message.text, reasonOf(message, this.#language));
      }
    }
  }

  say(sentence: string | null): void {
    if (sentence) {
      this.node.append(element('p', {}, sentence));
    }
    while (this.node.childElementCount > KEPT) {
      this.node.firstElementChild?.remove();
    }
  }

  /** From now on the reply to a question is told, from its first word on. One that ended before is not. */
  #expect(question: string): void {
    if (!this.#told.has(question)) {
      this.#told.set(question, 0);
    }
  }

  #grow(question: string, text: string): void {
    const from = this.#told.get(question) ?? 0;
    const { sentences, rest } = sentencesOf(text.slice(from));
    sentences.forEach(sentence => this.say(plainText(sentence)));
    this.#told.set(question, text.length - rest.length);
  }

  #end(question: string, text: string, reason: string | null): void {
    this.#grow(question, text);
    this.say(plainText(text.slice(this.#told.get(question))));
    this.say(reason);
    this.#told.delete(question);
  }
}
