/**
 * Delivers what was left unsent in conversations that are not on the page: written without a network, say, in a window
 * that was closed. A message that another window is about to send is left to it.
 */

import type { Api } from '../net/api.js';
import { Refused, Unreachable } from '../net/api.js';
import type { Surroundings } from '../surroundings.js';
import type { Outbox } from './outbox.js';
import { commandOf } from './outbox.js';

const WAITS_MS = 5_000;

export interface CourierGiven {
  api: Api;
  outbox: Outbox;
  around: Pick<Surroundings, 'locks' | 'after'>;
}

export async function deliverLeftBehind(given: CourierGiven, placeOnPage: string | null): Promise<void> {
  for (const place of (await given.outbox.places()).filter(each => each !== placeOnPage)) {
    try {
      await deliver(given, place);
    } catch (problem) {
      await forgetIfHopeless(problem, given.outbox, place);
    }
  }
}

async function deliver({ api, outbox, around }: CourierGiven, place: string): Promise<void> {
  let session = place;
  const command = commandOf(place);
  if (command !== null) {
    session = (await api.createSession(command)).session_id;
    await outbox.move(place, session);
  }
  for (const message of await outbox.at(session)) {
    const letGo = await held(around, message.clientId);
    if (!letGo) {
      return;
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

// A conversation that is no more takes nothing. Any other refusal is shown when the conversation is opened.
async function forgetIfHopeless(problem: unknown, outbox: Outbox, place: string): Promise<void> {
  if (problem instanceof Refused && problem.status === 404) {
    const left = await outbox.at(place);
    await Promise.all(left.map(message => outbox.remove(message.clientId)));
  } else if (!(problem instanceof Refused || problem instanceof Unreachable)) {
    throw problem;
  }
}
