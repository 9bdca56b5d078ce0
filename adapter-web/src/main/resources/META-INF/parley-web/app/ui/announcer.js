/** Tells people who do not see the page what is new: whole sentences, when they are whole. */

import { sentencesOf } from '../protocol/texts.js';
import { element } from './dom.js';

const KEPT = 20;

export class Announcer {
  node = element('div.unseen', { 'aria-live': 'polite' });
  #told = new Map();

  /** Tells what a reply has grown by. A reply that was there before anybody listened is not told. */
  follow(reply, text, isWhole) {
    const from = this.#told.get(reply);
    if (from === undefined) {
      return;
    }
    const { sentences, rest } = sentencesOf(text.slice(from));
    sentences.forEach(sentence => this.say(sentence));
    this.#told.set(reply, text.length - rest.length);
    if (isWhole) {
      this.say(rest.trim());
      this.#told.delete(reply);
    }
  }

  /** From now on a reply is told, from its first word on. */
  expect(reply) {
    if (!this.#told.has(reply)) {
      this.#told.set(reply, 0);
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
