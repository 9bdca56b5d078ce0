/** Sends what is unsent, one message at a time, so that the order stays whatever happens; of several windows one. */

import { isWaiting } from '../protocol/conversation.js';
import type { Unsent } from '../protocol/messages.js';
import type { Surroundings } from '../surroundings.js';

const ACCEPTED_WITHIN_MS = 20_000;

export interface OutgoingGiven {
  around: Pick<Surroundings, 'after' | 'locks'>;
  /** Sends a message, if it can be sent now. */
  send(message: Unsent): boolean;
  /** Whether a message still has to be sent: another window may have done it. */
  isStillUnsent(clientId: string): Promise<boolean>;
  /** Another window has done it. */
  onDoneElsewhere(clientId: string): void;
  /** No answer came in time. */
  onSilence(): void;
  /** Something may be sent now that could not before. */
  onReady(): void;
}

interface Turn {
  readonly clientId: string;
  readonly waiting: AbortController;
  release: (() => void) | null;
}

export class Outgoing {
  readonly #given: OutgoingGiven;
  #turn: Turn | null = null;
  #underWay: string | null = null;
  #isHeld = false;
  #isClosed = false;

  constructor(given: OutgoingGiven) {
    this.#given = given;
  }

  /** Sends the next of these, unless one is under way. */
  push(unsent: readonly Unsent[]): void {
    if (this.#turn && !unsent.some(each => each.clientId === this.#turn?.clientId && each.refusal === null)) {
      this.#endTurn();
    }
    const next = unsent.find(isWaiting);
    if (!next || this.#underWay !== null || this.#isHeld || this.#isClosed) {
      return;
    }
    if (this.#turn?.clientId !== next.clientId) {
      this.#endTurn();
      void this.#takeTurn(next.clientId);
    } else if (this.#turn.release && this.#given.send(next)) {
      this.#underWay = next.clientId;
      this.#given.around.after(ACCEPTED_WITHIN_MS, () => {
        if (this.#underWay === next.clientId) {
          this.#given.onSilence();
        }
      });
    }
  }

  /** The connection broke: nobody knows what became of what was under way. */
  interrupt(): void {
    this.#underWay = null;
  }

  /** Sends nothing for a while. */
  hold(ms: number): void {
    this.#underWay = null;
    this.#isHeld = true;
    this.#given.around.after(ms, () => {
      this.#isHeld = false;
      this.#given.onReady();
    });
  }

  /** Leaves what is unsent to others. */
  close(): void {
    this.#isClosed = true;
    this.#endTurn();
  }

  /** Whoever holds a message's name sends it; it is held until the message is stored, refused, or left behind. */
  async #takeTurn(clientId: string): Promise<void> {
    const turn: Turn = { clientId, waiting: new AbortController(), release: null };
    this.#turn = turn;
    try {
      turn.release = await this.#given.around.locks.hold(`parley.message.${clientId}`, turn.waiting.signal);
    } catch {
      return; // it is done, or left to others
    }
    if (turn.waiting.signal.aborted) {
      turn.release();
      return;
    }
    if (await this.#given.isStillUnsent(clientId)) {
      this.#given.onReady();
    } else {
      this.#given.onDoneElsewhere(clientId);
    }
  }

  #endTurn(): void {
    const turn = this.#turn;
    this.#turn = null;
    this.#underWay = null;
    turn?.waiting.abort();
    turn?.release?.();
  }
}
