/** Which replies were asked to stop. The wish outlives a broken connection, and may come before the question is sent. */

import type { Conversation } from '../protocol/conversation.js';
import { isWaiting } from '../protocol/conversation.js';

export class Stops {
  readonly #questions = new Set<string>();
  readonly #cancel: (question: string) => void;
  #message: string | null = null;

  /** @param cancel tells the server, if it can be told now */
  constructor(cancel: (question: string) => void) {
    this.#cancel = cancel;
  }

  has(question: string): boolean {
    return this.#questions.has(question);
  }

  /** Stops the reply that runs or comes next; if there is none yet, that to the message that is on its way. */
  want({ open, unsent }: Conversation): void {
    const [running] = open;
    if (running) {
      this.#stop(running.question);
    } else {
      this.#message = unsent.find(isWaiting)?.clientId ?? null;
    }
  }

  /** Something changed: perhaps the message has become a question. */
  follow({ messages, unsent }: Conversation): void {
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
  repeat({ open }: Conversation): void {
    open.filter(entry => this.has(entry.question)).forEach(entry => this.#cancel(entry.question));
  }

  #stop(question: string): void {
    this.#questions.add(question);
    this.#cancel(question);
  }
}
