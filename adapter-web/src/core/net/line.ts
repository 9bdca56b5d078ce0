/**
 * Keeps a connection to one conversation, for as long as it is wanted: prepares, connects, and when it breaks waits and
 * begins again.
 *
 * When the server does not know the visitor any more it tries to become known once; if that is in vain it is idle and
 * signed out, until it is started again.
 */

import { isLasting, retryDelay } from '../protocol/backoff.js';
import type { ClientFrame, ServerFrame } from '../protocol/frames.js';
import type { Surroundings } from '../surroundings.js';
import { Refused } from './api.js';
import { SignedOut } from './identity.js';
import { Pause } from './pause.js';
import type { Talk, TalkListener } from './talk.js';

/** Codes the server closes with. */
const GONE = 4404;
const NOT_KNOWN = 4401;
const NOT_ALLOWED = 4403;

/** What the server answers to who is not let in. */
const SHUT_OUT: ReadonlySet<number> = new Set([401, 403]);

/** `waiting` is for the next try. */
export type LineStatus = 'idle' | 'connecting' | 'online' | 'waiting';

export interface LineGiven<Frame = ServerFrame> {
  around: Pick<Surroundings, 'after' | 'chance'>;
  /**
   * Does what REST has to do first. When doubted it asks the server whether the conversation is there, for a browser
   * does not tell why a socket did not open.
   */
  prepare(isDoubted: boolean): Promise<void>;
  /** Begins a talk; the first frame is out when it says that it is open. */
  open(on: TalkListener<Frame>): Talk;
  onFrame(frame: Frame): void;
  /** The status changed. */
  onChange(): void;
  /** There is no such conversation; the line has stopped. */
  onGone(): void;
}

type InVain = 'gone' | 'signed out' | null;

export class Line<Frame = ServerFrame> {
  #status: LineStatus = 'idle';
  #failures = 0;
  #hasBeenOnline = false;
  #isSignedOut = false;
  readonly #given: LineGiven<Frame>;
  readonly #pause: Pause;
  #talk: Talk | null = null;
  #isDoubted = false;
  #wasNotKnown = false;
  #comeBackAfter: number | null = null;

  constructor(given: LineGiven<Frame>) {
    this.#given = given;
    this.#pause = new Pause(given.around);
  }

  get status(): LineStatus {
    return this.#status;
  }

  get hasBeenOnline(): boolean {
    return this.#hasBeenOnline;
  }

  get isSignedOut(): boolean {
    return this.#isSignedOut;
  }

  /** Whether it is down for longer than a hiccup. */
  get isDown(): boolean {
    return this.#status !== 'online' && isLasting(this.#failures);
  }

  async start(): Promise<void> {
    if (this.#status !== 'idle') {
      return;
    }
    this.#isSignedOut = false;
    this.#become('connecting');
    while (this.#isWanted()) {
      const end = await this.#attempt();
      if (end === 'gone' && this.#isWanted()) {
        this.stop();
        this.#given.onGone();
      } else if (end === 'signed out' && this.#isWanted()) {
        this.#isSignedOut = true;
        this.stop();
      }
      if (this.#isWanted()) {
        await this.#rest();
      }
    }
  }

  stop(): void {
    this.#become('idle');
    this.#talk?.end();
    this.#pause.end();
  }

  /** Sends a frame, if it can be sent now. */
  send(frame: ClientFrame): boolean {
    return this.#talk !== null && this.#talk.send(frame);
  }

  /** Breaks the connection off and begins again from what we have. */
  restart(): void {
    this.#talk?.end();
  }

  /** Does not wait any longer for the next try. */
  retryNow(): void {
    this.#pause.end();
  }

  /** The page is looked at again: is the connection still what it seems? */
  check(): void {
    this.retryNow();
    this.#talk?.ping();
  }

  /** The browser says that there is no network. */
  lose(): void {
    if (this.#isWanted()) {
      this.#failures = Math.max(this.#failures, 4);
      this.restart();
      this.#given.onChange();
    }
  }

  /** The server goes away for so long. */
  comeBackAfter(ms: number): void {
    this.#comeBackAfter = ms;
  }

  /** Says why there is no sense in another attempt; null if there may be. */
  async #attempt(): Promise<InVain> {
    this.#become('connecting');
    try {
      await this.#given.prepare(this.#isDoubted);
      this.#isDoubted = false;
    } catch (problem) {
      this.#failures++;
      if (problem instanceof SignedOut) {
        return 'signed out';
      }
      this.#comeBackAfter = problem instanceof Refused ? problem.retryAfterMs : null;
      return problem instanceof Refused ? endAfter(problem.status) : null;
    }
    return this.#isWanted() ? this.#converse() : null;
  }

  async #converse(): Promise<InVain> {
    this.#talk = this.#given.open({
      onOpen: () => {
        this.#hasBeenOnline = true;
        this.#become('online');
      },
      onFrame: frame => this.#given.onFrame(frame),
      onProven: () => {
        this.#failures = 0;
        this.#wasNotKnown = false;
      },
    });
    const { code, wasOpen } = await this.#talk.ended;
    this.#talk = null;
    this.#isDoubted = !wasOpen || code === NOT_KNOWN;
    if (this.#comeBackAfter === null) {
      this.#failures++;
    }
    const isInVain = code === NOT_ALLOWED || (code === NOT_KNOWN && this.#wasNotKnown);
    this.#wasNotKnown = code === NOT_KNOWN;
    if (isInVain) {
      return 'signed out';
    }
    return code === GONE ? 'gone' : null;
  }

  async #rest(): Promise<void> {
    const ms = this.#comeBackAfter ?? retryDelay(Math.max(this.#failures, 1), this.#given.around.chance());
    this.#comeBackAfter = null;
    const waited = this.#pause.for(ms);
    this.#become('waiting');
    await waited;
  }

  // A function, for the compiler takes a field for unchanged over an await.
  #isWanted(): boolean {
    return this.#status !== 'idle';
  }

  #become(status: LineStatus): void {
    if (status !== this.#status) {
      this.#status = status;
      this.#given.onChange();
    }
  }
}

function endAfter(status: number): InVain {
  if (SHUT_OUT.has(status)) {
    return 'signed out';
  }
  return status === 404 ? 'gone' : null;
}
