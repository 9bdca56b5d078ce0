/** What a conversation looks like from outside: its title, its state in a word, what is on the stage. */

import { sentenceFor, words } from '../words.js';

/** Why a reply is not as it should be; null if it is. */
export function reasonOf(reply) {
  if (reply.state === 'failed') {
    return sentenceFor(reply.errorCode);
  }
  return words.endings[reply.state] ?? words.endings[reply.reason] ?? null;
}

/** @returns {'gone' | 'skeleton' | 'greeting' | 'transcript'} */
export function stageOf({ state, isLoaded }) {
  if (state.gone) {
    return 'gone';
  }
  if (state.messages.length + state.open.length + state.unsent.length > 0) {
    return 'transcript';
  }
  return isLoaded ? 'greeting' : 'skeleton';
}

/** @returns {string | null} a key of words.states; null where there is nothing to say */
export function stateOf({ state, line, isLoaded, isStopping, session }) {
  if (state.gone) {
    return null;
  }
  if (line.isSignedOut) {
    return 'signedOut';
  }
  if (session === null && line.status === 'idle') {
    return null;
  }
  if (line.status !== 'online') {
    return stateOfBroken(line, isLoaded);
  }
  const [open] = state.open;
  if (!open) {
    return 'online';
  }
  if (isStopping) {
    return 'stopping';
  }
  return open.text === '' ? 'thinking' : 'writing';
}

function stateOfBroken(line, isLoaded) {
  if (line.isDown || !navigator.onLine) {
    return 'offline';
  }
  if (line.hasBeenOnline) {
    return 'reconnecting';
  }
  return isLoaded ? 'connecting' : 'loading';
}

/** The sentence of the banner; null if there is no need for one. */
export function bannerOf({ line, state }) {
  if (line.status === 'online' || state.gone) {
    return null;
  }
  if (line.isSignedOut) {
    return words.signedOut;
  }
  if (!navigator.onLine) {
    return words.offline;
  }
  return line.isDown ? words.down : null;
}

/** The given title, or else what was said first, or else the name it is kept under. */
export function titleOfChat({ state, session, isLoaded }, sessions) {
  if (state.gone) {
    return '';
  }
  const [first] = [...state.messages, ...state.unsent];
  const isBeginning = isLoaded && state.earlier === null && first && first.type !== 'ai';
  return (
    state.session?.title || (isBeginning && first.text.slice(0, 100)) || sessions.knownName(session) || words.untitled
  );
}
