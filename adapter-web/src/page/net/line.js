/**
 * Keeps a connection to one conversation, for as long as it is wanted: prepares, connects, and when it breaks waits and
 * begins again.
 *
 * Its status is `idle`, `connecting`, `online`, or `waiting` for the next try. When the server does not know the visitor
 * any more it tries to become known once; if that is in vain it is idle and signed out, until it is started again.
 */

import { isLasting, retryDelay } from '../protocol/backoff.js';
import { Refused } from './api.js';
import { Pause } from './pause.js';
import { Talk } from './talk.js';

/** Codes the server closes with. */
const GONE = 4404;
const NOT_KNOWN = 4401;
const NOT_ALLOWED = 4403;

/** What the server answers to who is not let in. */
const SHUT_OUT = new Set([401, 403]);

export class Line {
  status = 'idle';
  failures = 0;
  hasBeenOnline = false;
  isSignedOut = false;
  #given;
  #pause = new Pause();
  #talk = null;
  #doubted = false;
  #wasNotKnown = false;
  #comeBackAfter = null;

  /**
   * @param {object} given
   * @param {(isDoubted: boolean) => Promise<void>} given.prepare does what REST has to do first; when doubted it asks
   *     the server whether the conversation is there, for a browser does not tell why a socket did not open
   * @param {() => string} given.path of the socket
   * @param {() => object} given.greeting the first frame
   * @param {(frame: object) => void} given.onFrame
   * @param {() => void} given.onChange the status changed
   * @param {() => void} given.onGone there is no such conversation; the line has stopped
   */
  constructor(given) {
    this.#given = given;
  }

  /** Whether it is down for longer than a hiccup. */
  get isDown() {
    return this.status !== 'online' && isLasting(this.failures);
  }

  async start() {
    if (this.status !== 'idle') {
      return;
    }
    this.isSignedOut = false;
    this.#become('connecting');
    while (this.status !== 'idle') {
      const end = await this.#attempt();
      if (end === 'gone' && this.status !== 'idle') {
        this.stop();
        this.#given.onGone();
      } else if (end === 'signed out' && this.status !== 'idle') {
        this.isSignedOut = true;
        this.stop();
      }
      if (this.status !== 'idle') {
        await this.#rest();
      }
    }
  }

  stop() {
    this.#become('idle');
    this.#talk?.end();
    this.#pause.end();
  }

  /** Sends a frame, if it can be sent now. */
  send(frame) {
    return this.#talk !== null && this.#talk.send(frame);
  }

  /** Breaks the connection off and begins again from what we have. */
  restart() {
    this.#talk?.end();
  }

  /** Does not wait any longer for the next try. */
  retryNow() {
    this.#pause.end();
  }

  /** The page is looked at again: is the connection still what it seems? */
  check() {
    this.retryNow();
    this.#talk?.ping();
  }

  /** The browser says that there is no network. */
  lose() {
    if (this.status !== 'idle') {
      this.failures = Math.max(this.failures, 4);
      this.restart();
      this.#given.onChange();
    }
  }

  /** The server goes away for so long. */
  comeBackAfter(ms) {
    this.#comeBackAfter = ms;
  }

  /** @returns {Promise<'gone' | 'signed out' | null>} why there is no sense in another; null if there may be */
  async #attempt() {
    this.#become('connecting');
    try {
      await this.#given.prepare(this.#doubted);
      this.#doubted = false;
    } catch (problem) {
      this.failures++;
      this.#comeBackAfter = problem.retryAfterMs ?? null;
      return problem instanceof Refused ? endAfter(problem.status) : null;
    }
    return this.status === 'idle' ? null : this.#converse();
  }

  async #converse() {
    this.#talk = new Talk(this.#given.path(), this.#given.greeting, {
      onOpen: () => {
        this.hasBeenOnline = true;
        this.#become('online');
      },
      onFrame: this.#given.onFrame,
      onProven: () => {
        this.failures = 0;
        this.#wasNotKnown = false;
      },
    });
    const { code, wasOpen } = await this.#talk.ended;
    this.#talk = null;
    this.#doubted = !wasOpen || code === NOT_KNOWN;
    if (this.#comeBackAfter === null) {
      this.failures++;
    }
    const isInVain = code === NOT_ALLOWED || (code === NOT_KNOWN && this.#wasNotKnown);
    this.#wasNotKnown = code === NOT_KNOWN;
    if (isInVain) {
      return 'signed out';
    }
    return code === GONE ? 'gone' : null;
  }

  async #rest() {
    const ms = this.#comeBackAfter ?? retryDelay(Math.max(this.failures, 1), Math.random());
    this.#comeBackAfter = null;
    this.#become('waiting');
    await this.#pause.for(ms);
  }

  #become(status) {
    if (status !== this.status) {
      this.status = status;
      this.#given.onChange();
    }
  }
}

function endAfter(status) {
  if (SHUT_OUT.has(status)) {
    return 'signed out';
  }
  return status === 404 ? 'gone' : null;
}
