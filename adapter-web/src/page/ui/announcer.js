/** Tells people who do not see the page what is new: whole sentences, when they are whole. */

import { plainText } from '../markup/plain.js';
import { sentencesOf } from '../../core/index.ts';
import { element } from './dom.js';

const KEPT = 20;

export class Announcer {
  node = element('div.unseen', { 'aria-live': 'polite' });
  #told = new Map();

  /** Tells the sentences a reply has grown by. A reply that was there before anybody listened is not told. */
  follow(question, text) {
    const from = this.#told.get(question);
    if (from !== undefined) {
      const { sentences, rest } = sentencesOf(text.slice(from));
      sentences.forEach(sentence => this.say(plainText(sentence)));
      this.#told.set(question, text.length - rest.length);
    }
  }

  /** Tells the rest of a reply, and how it ended. */
  end(question, text, reason) {
    this.follow(question, text);
    if (this.#told.has(question)) {
      this.say(plainText(text.slice(this.#told.get(question))));
      this.say(reason);
      this.#told.delete(question);
    }
  }

  /** From now on the reply to a question is told, from its first word on. */
  expect(question) {
    if (!this.#told.has(question)) {
      this.#told.set(question, 0);
    }
  }

  say(sentence) {
    if (sentence) {
      this.node.append(element('p', {}, sentence));
    }
    while (this.node.childElementCount > KEPT) {
      this.node.firstElementChild.remove();
    }
  }
}
