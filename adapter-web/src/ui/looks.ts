/** What a conversation looks like from outside: its title, its state in a word, what is on the stage. */

import type { Chat, Line, Message } from '../core/index.js';
import type { Language } from '../i18n/index.js';

export type Stage = 'gone' | 'skeleton' | 'greeting' | 'transcript';
export type StateWord = keyof Language['words']['states'];

const LONGEST_TITLE = 100;

/** Why a reply is not as it should be; null if it is. */
export function reasonOf(reply: Message, language: Language): string | null {
  if (reply.state === 'failed') {
    return language.sentenceFor(reply.errorCode);
  }
  const endings = language.words.endings as Partial<Record<string, string>>;
  return endings[reply.state ?? ''] ?? endings[reply.reason ?? ''] ?? null;
}

export function stageOf({ state, isLoaded }: Chat): Stage {
  if (state.gone) {
    return 'gone';
  }
  if (state.messages.length + state.open.length + state.unsent.length > 0) {
    return 'transcript';
  }
  return isLoaded ? 'greeting' : 'skeleton';
}

/** A key of `words.states`; null where there is nothing to say. */
export function stateOf({ state, line, isLoaded, isStopping, session }: Chat): StateWord | null {
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

function stateOfBroken(line: Line, isLoaded: boolean): StateWord {
  if (line.isDown || !navigator.onLine) {
    return 'offline';
  }
  if (line.hasBeenOnline) {
    return 'reconnecting';
  }
  return isLoaded ? 'connecting' : 'loading';
}

/**
 * The sentence of the banner; null if there is no need for one.
 *
 * @param isSignedOut whether the login has ended, which the line finds out when it has something to do
 */
export function bannerOf({ line, state }: Chat, { words }: Language, isSignedOut = line.isSignedOut): string | null {
  if (state.gone) {
    return null;
  }
  if (isSignedOut) {
    return words.signedOut;
  }
  if (line.status === 'online') {
    return state.unsent.some(each => each.accepted) ? words.degraded : null;
  }
  if (!navigator.onLine) {
    return words.offline;
  }
  return line.isDown ? words.down : null;
}

/** The given title, or else what was said first; empty if neither is known. */
export function titleOfChat({ state, isLoaded }: Chat): string {
  if (state.gone) {
    return '';
  }
  const [first] = [...state.messages.slice(0, 1), ...state.unsent];
  const isBeginning = isLoaded && state.earlier === null && first && !('type' in first && first.type === 'ai');
  return state.session?.title || (isBeginning ? first.text.slice(0, LONGEST_TITLE) : '');
}
