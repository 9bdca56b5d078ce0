/**
 * Delivers what was left unsent in conversations that are not on the page: written without a network, say, in a window
 * that was closed. A message that another window is about to send is left to it.
 */

import type { Api } from '../net/api.js';
import { Refused, Unreachable } from '../net/api.js';
import { SignedOut } from '../net/identity.js';
import { retryDelay } from '../protocol/backoff.js';
import type { Surroundings } from '../surroundings.js';
import type { Making } from './chat.js';
import type { Outbox } from './outbox.js';
import { commandOf } from './outbox.js';

const WAITS_MS = 5_000;

export interface CourierGiven {
  api: Api;
  outbox: Outbox;
  around: Pick<Surroundings, 'locks' | 'after' | 'chance'>;
  /** What the session of a place that has to be made is about. */
  making?: (place: string) => Making;
}

/** Delivers until nothing is left that could be delivered: a try that fails is followed by another, ever later. */
export class Courier {
  readonly #given: CourierGiven;
  readonly #placeOnPage: () => string | null;
  #isUnderWay = false;
  #isAsked = false;
  #isClosed = false;
  #tries = 0;
  #cancelNext: () => void = () => {};

  /** @param placeOnPage the place that sends what is its own, if there is one */
  constructor(given: CourierGiven, placeOnPage: () => string | null) {
    this.#given = given;
    this.#placeOnPage = placeOnPage;
  }

  /** Begins now. To be called when the page opens, and when there is hope again. */
  async deliver(): Promise<void> {
    this.#isAsked = true;
    this.#cancelNext();
    if (this.#isUnderWay) {
      return;
    }
    this.#isUnderWay = true;
    let isLeft = false;
    while (this.#isAsked && !this.#isClosed) {
      this.#isAsked = false;
      isLeft = await deliverLeftBehind(this.#given, this.#placeOnPage());
    }
    this.#isUnderWay = false;
    this.#tries = isLeft ? this.#tries + 1 : 0;
    if (isLeft && !this.#isClosed) {
      const { around } = this.#given;
      this.#cancelNext = around.after(retryDelay(this.#tries, around.chance()), () => void this.deliver());
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelNext();
  }
}

/** Tries once. Returns whether something is left that may be delivered later. */
export async function deliverLeftBehind(given: CourierGiven, placeOnPage: string | null): Promise<boolean> {
  let isLeft = false;
  for (const place of (await given.outbox.places()).filter(each => each !== placeOnPage)) {
    try {
      isLeft = !(await deliver(given, place)) || isLeft;
    } catch (problem) {
      isLeft = (await isToBeTriedAgain(problem, given.outbox, place)) || isLeft;
    }
  }
  return isLeft;
}

/** Returns false if another window holds a message, and may not come to sending it. */
async function deliver({ api, outbox, around, making }: CourierGiven, place: string): Promise<boolean> {
  let session = place;
  const command = commandOf(place);
  if (command !== null) {
    session = (await api.createSession(command, making?.(place))).session_id;
    await outbox.move(place, session);
  }
  for (const message of await outbox.at(session)) {
    const letGo = await held(around, message.clientId);
    if (!letGo) {
      return false;
    }
    try {
      if (await outbox.has(message.clientId)) {
        await api.send(session, message);
        await outbox.remove(message.clientId);
      }
    } finally {
      letGo();
    }
  }
  return true;
}

async function held(around: CourierGiven['around'], clientId: string): Promise<(() => void) | null> {
  const patience = new AbortController();
  const cancel = around.after(WAITS_MS, () => patience.abort());
  try {
    return await around.locks.hold(`parley.message.${clientId}`, patience.signal);
  } catch {
    return null;
  } finally {
    cancel();
  }
}

// A conversation that is no more takes nothing. What is refused for good is shown when the conversation is opened.
async function isToBeTriedAgain(problem: unknown, outbox: Outbox, place: string): Promise<boolean> {
  if (problem instanceof Unreachable) {
    return true;
  }
  if (problem instanceof SignedOut) {
    return false; // who comes back begins anew
  }
  if (!(problem instanceof Refused)) {
    throw problem;
  }
  if (problem.status === 404) {
    const left = await outbox.at(place);
    await Promise.all(left.map(message => outbox.remove(message.clientId)));
  }
  return problem.status === 429 || problem.status >= 500;
}
