/** Tells others that the person here types: when it begins, once in a while, and when it ends. */

import type { Surroundings } from '../surroundings.js';

const AGAIN_AFTER_MS = 2_500;
const OVER_AFTER_MS = 5_000;

export class TypingSignal {
  readonly #around: Pick<Surroundings, 'now' | 'after'>;
  readonly #send: (isTyping: boolean) => boolean;
  #saidAt: number | null = null;
  #prevent = () => {};

  /** @param send says whether it could be sent */
  constructor(around: Pick<Surroundings, 'now' | 'after'>, send: (isTyping: boolean) => boolean) {
    this.#around = around;
    this.#send = send;
  }

  /** The text was changed by the person, to something or to nothing. */
  typed(isSomething: boolean): void {
    if (!isSomething) {
      this.stop();
      return;
    }
    this.#prevent();
    this.#prevent = this.#around.after(OVER_AFTER_MS, () => this.stop());
    const now = this.#around.now();
    if ((this.#saidAt === null || now - this.#saidAt >= AGAIN_AFTER_MS) && this.#send(true)) {
      this.#saidAt = now;
    }
  }

  stop(): void {
    const wasSaid = this.#saidAt !== null;
    this.forget();
    if (wasSaid) {
      this.#send(false);
    }
  }

  /** The connection is gone, and with it what was said. */
  forget(): void {
    this.#prevent();
    this.#saidAt = null;
  }
}
