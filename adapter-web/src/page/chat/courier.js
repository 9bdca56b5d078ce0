/**
 * Delivers what was left unsent in conversations that are not on this page: written without a network, say, in a window
 * that was closed. Ids make it harmless if another window does the same.
 */

import { Refused, Unreachable } from '../net/api.js';
import { commandOf } from './unsent.js';

export async function deliverLeftBehind(api, unsent, placeOnPage) {
  for (const place of unsent.places().filter(each => each !== placeOnPage)) {
    try {
      await deliver(api, unsent, place);
    } catch (problem) {
      forgetIfHopeless(problem, unsent, place);
    }
  }
}

async function deliver(api, unsent, place) {
  let session = place;
  const command = commandOf(place);
  if (command !== null) {
    session = (await api.createSession(command)).session_id;
    unsent.move(place, session);
  }
  for (const message of unsent.at(session)) {
    await api.send(session, message);
    unsent.remove(message.clientId);
  }
}

// A conversation that is no more takes nothing. Any other refusal is shown when the conversation is opened.
function forgetIfHopeless(problem, unsent, place) {
  if (problem instanceof Refused && problem.status === 404) {
    unsent.at(place).forEach(message => unsent.remove(message.clientId));
  } else if (!(problem instanceof Refused || problem instanceof Unreachable)) {
    throw problem;
  }
}
