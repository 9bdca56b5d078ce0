/** Which replies were asked to stop. The wish outlives a broken connection, and may come before the question is sent. */

import { isWaiting } from './outgoing.js';

export class Stops {
  #questions = new Set();
  #message = null;
  #cancel;

  /** @param {(question: string) => void} cancel tells the server, if it can be told now */
  constructor(cancel) {
    this.#cancel = cancel;
  }

  has(question) {
    return this.#questions.has(question);
  }

  /** Stops the reply that runs or comes next; if there is none yet, that to the message that is on its way. */
  want({ open, unsent }) {
    if (open.length > 0) {
      this.#stop(open[0].question);
    } else {
      this.#message = unsent.find(isWaiting)?.clientId ?? null;
    }
  }

  /** Something changed: perhaps the message has become a question. */
  follow({ messages, unsent }) {
    if (this.#message === null) {
      return;
    }
    const question = messages.find(message => message.clientId === this.#message);
    if (question || !unsent.some(message => message.clientId === this.#message)) {
      this.#message = null;
    }
    if (question) {
      this.#stop(question.id);
    }
  }

  /** The server can be told again. */
  repeat({ open }) {
    open.filter(entry => this.has(entry.question)).forEach(entry => this.#cancel(entry.question));
  }

  #stop(question) {
    this.#questions.add(question);
    this.#cancel(question);
  }
}
