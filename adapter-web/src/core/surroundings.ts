/**
 * What a client needs of the world around it. Time, identity and chance are given, never taken, so that a test can make
 * them up; `browser` gives those of a browser, and of any runtime with its interfaces.
 */

import { newId, sha256 } from './protocol/texts.js';

/** A socket as browsers have it, as far as it is used. */
export interface Socket {
  /** 1 when it is open. */
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface Surroundings {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** The date and time, RFC 3339. */
  date(): string;
  /** From 0 to 1. */
  chance(): number;
  /** A random UUID. */
  newId(): string;
  /** SHA-256 of a text's UTF-8 bytes in hexadecimal; null where there is no cryptography. */
  sha256(text: string): Promise<string | null>;
  /** Does something later. Returns what prevents it. */
  after(ms: number, act: () => void): () => void;
  fetch(url: string, request: RequestInit): Promise<Response>;
  openSocket(url: string, protocols: string[]): Socket;
  locks: Locks;
}

/** Lets one of several windows do something. */
export interface Locks {
  /**
   * Waits until nobody else holds a name, and holds it.
   *
   * @param signal gives up waiting; the promise is rejected then
   * @returns lets it go; harmless when called twice
   */
  hold(name: string, signal: AbortSignal): Promise<() => void>;
}

/** What a browser has. */
export function browser(): Surroundings {
  return {
    now: () => performance.now(),
    date: () => new Date().toISOString(),
    chance: () => Math.random(),
    newId,
    sha256,
    after: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    fetch: (url, request) => fetch(url, request),
    openSocket: (url, protocols) => new WebSocket(url, protocols) as unknown as Socket,
    locks: browserLocks(),
  };
}

function browserLocks(): Locks {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
  return locks ? heldByBrowser(locks) : new LocksOfOne();
}

function heldByBrowser(locks: LockManager): Locks {
  return {
    hold: (name, signal) =>
      new Promise((resolve, reject) => {
        const held = () => new Promise<void>(release => resolve(release));
        locks.request(name, { signal }, held).catch(reject);
      }),
  };
}

/**
 * Locks among those who share this object. Where the browser lends none (plain HTTP) two windows may both send a
 * message; as it has one id the server takes it once.
 */
export class LocksOfOne implements Locks {
  readonly #queues = new Map<string, (() => void)[]>();

  hold(name: string, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const grant = () => {
        signal.removeEventListener('abort', giveUp);
        resolve(this.#releaseOnce(name));
      };
      const giveUp = () => {
        this.#queues.set(
          name,
          (this.#queues.get(name) ?? []).filter(each => each !== grant),
        );
        reject(signal.reason as Error);
      };
      const queue = this.#queues.get(name);
      if (queue) {
        queue.push(grant);
        signal.addEventListener('abort', giveUp);
      } else {
        this.#queues.set(name, []);
        grant();
      }
    });
  }

  #releaseOnce(name: string): () => void {
    let isHeld = true;
    return () => {
      if (isHeld) {
        isHeld = false;
        const next = this.#queues.get(name)?.shift();
        if (next) {
          next();
        } else {
          this.#queues.delete(name);
        }
      }
    };
  }
}
