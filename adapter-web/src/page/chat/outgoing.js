/** Sends what is unsent, one message at a time, so that the order stays whatever happens. */

const ACCEPTED_WITHIN_MS = 20_000;

export class Outgoing {
  #line;
  #frameOf;
  #underWay = null;
  #isHeld = false;

  /**
   * @param {import('../net/line.js').Line} line
   * @param {(message: object) => object} frameOf
   */
  constructor(line, frameOf) {
    this.#line = line;
    this.#frameOf = frameOf;
  }

  /** Sends the next of these, unless one is under way. */
  push(unsent) {
    const waiting = unsent.filter(isWaiting);
    if (!waiting.some(message => message.clientId === this.#underWay)) {
      this.#underWay = null;
    }
    const [next] = waiting;
    if (next && this.#underWay === null && !this.#isHeld && this.#line.send(this.#frameOf(next))) {
      this.#underWay = next.clientId;
      setTimeout(() => this.#underWay === next.clientId && this.#line.restart(), ACCEPTED_WITHIN_MS);
    }
  }

  /** The connection broke: nobody knows what became of what was under way. */
  interrupt() {
    this.#underWay = null;
  }

  /** Sends nothing for a while. */
  hold(ms, then) {
    this.#underWay = null;
    this.#isHeld = true;
    setTimeout(() => {
      this.#isHeld = false;
      then();
    }, ms);
  }
}

/** Whether a message has to be sent. */
export function isWaiting({ refusal, accepted }) {
  return !refusal && !accepted;
}
